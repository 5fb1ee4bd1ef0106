import dayjs, { type Dayjs } from "dayjs"

import { timeZone } from "../../shown/format"

// Viet Nam has had no other offset since 1975. A Dayjs here has the hour of Ho Chi Minh City on its face, whatever the machine's own zone.
const offset = "+07:00"
const parts = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "medium", timeZone })

export const toWall = (at: string | Date): Dayjs => dayjs(parts.format(typeof at === "string" ? new Date(at) : at))
export const fromWall = (wall: Dayjs): string => `${wall.format("YYYY-MM-DDTHH:mm")}:00${offset}`
export const wallNow = (): Dayjs => toWall(new Date())
