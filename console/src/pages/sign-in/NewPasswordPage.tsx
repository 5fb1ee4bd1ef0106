export default function NewPasswordPage() {
    return <h1>Đổi mật khẩu</h1>
}
