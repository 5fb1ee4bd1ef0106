"""The people of the demo's Department: one for each role, so that every part of the console can be tried."""
import subprocess

PASSWORD = "con voi an chuoi"
PEOPLE = {
    "bientap": ("editor", "Nguyễn Thị Biên Tập"),
    "duyet": ("approver", "Trần Văn Duyệt"),
    "vanhanh": ("operator", "Lê Thị Vận Hành"),
    "quantri": ("administrator", "Phạm Văn Quản Trị"),
    "kiemtra": ("auditor", "Hoàng Thị Kiểm Tra"),
}


def employ(program, config):
    for name, (role, full_name) in PEOPLE.items():
        command = [program, "admin", "create", name, "--role", role, "--full-name", full_name, "--mailbox", f"{name}@hcm.edu.vn", "--config", config]
        subprocess.run(command, input=PASSWORD + "\n", text=True, check=True, stdout=subprocess.DEVNULL)


def introduce(port):
    """Lines that say where the console is and who may go in."""
    roles = ", ".join(f"{name} ({role})" for name, (role, _) in PEOPLE.items())
    return [f"the console:              http://127.0.0.1:{port}/", f"  who may sign in:        {roles}", f"  everybody's password:   {PASSWORD}"]
