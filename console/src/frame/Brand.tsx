import { Link } from "react-router-dom"

export function Brand() {
    return (
        <Link to="/" className="frame-brand" aria-label="Loa">
            <img src="/favicon.svg" width={28} height={28} alt="" />
            <span>Loa</span>
        </Link>
    )
}
