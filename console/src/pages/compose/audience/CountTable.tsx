import "./counts.css"

import { Button } from "antd"

import type { components } from "../../../api/openapi"
import { texts, useTexts } from "../../../language/language"
import { useFormat } from "../../../shown/format"
import { useWords } from "../../../shown/words"

type Count = components["schemas"]["audience_count"]

const said = texts({
    vi: {
        channel: "Kênh",
        reachable: "Nơi nhận",
        without: "Không có địa chỉ",
        covered: "Chung địa chỉ",
        units: "Xem theo đơn vị",
        noUnits: "Ẩn theo đơn vị",
        unit: "Đơn vị",
        caption: "Số nơi nhận theo kênh",
        byUnit: "Số nơi nhận theo đơn vị; người ở hai đơn vị được tính ở cả hai",
        region: "Số nơi nhận",
    },
    en: {
        channel: "Channel",
        reachable: "Destinations",
        without: "No address",
        covered: "Share an address",
        units: "By unit",
        noUnits: "Hide the units",
        unit: "Unit",
        caption: "Destinations by channel",
        byUnit: "Destinations by unit; who is at two counts at both",
        region: "Destinations",
    },
})

interface Props {
    counts: Count[]
    withUnits: boolean
    /** Missing: the units are shown, or not, for good. */
    onUnits?(shown: boolean): void
}

/** To how many by channel, and by unit. */
export function CountTable({ counts, withUnits, onUnits }: Props) {
    const t = useTexts(said)
    const words = useWords()
    const { count } = useFormat()
    const nameOf = (each: Count) => words.channel[each.channel] ?? each.channel
    const units = new Map(counts.flatMap((each) => each.by_unit.map((unit) => [unit.unit, unit])))
    return (
        <div role="region" aria-label={t.region} tabIndex={0} className="scrolled">
            <table className="counts">
                <caption className="only-read">{t.caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t.channel}</th>
                        <th scope="col">{t.reachable}</th>
                        <th scope="col">{t.without}</th>
                        <th scope="col">{t.covered}</th>
                    </tr>
                </thead>
                <tbody>
                    {counts.map((each) => (
                        <tr key={each.channel}>
                            <th scope="row">{nameOf(each)}</th>
                            <td>{count(each.reachable)}</td>
                            <td>{count(each.without_address)}</td>
                            <td>{count(each.covered)}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {onUnits && units.size > 0 && (
                <Button type="link" size="small" aria-expanded={withUnits} onClick={() => onUnits(!withUnits)}>
                    {withUnits ? t.noUnits : t.units}
                </Button>
            )}
            {withUnits && units.size > 0 && (
                <div className="counts-units" role="region" aria-label={t.unit} tabIndex={0}>
                    <table className="counts">
                        <caption>{t.byUnit}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{t.unit}</th>
                                {counts.map((each) => (
                                    <th scope="col" key={each.channel}>
                                        {nameOf(each)}
                                    </th>
                                ))}
                            </tr>
                        </thead>
                        <tbody>
                            {[...units.values()].map((unit) => (
                                <tr key={unit.unit}>
                                    <th scope="row">{unit.name}</th>
                                    {counts.map((each) => (
                                        <td key={each.channel}>
                                            {count(
                                                each.by_unit.find((other) => other.unit === unit.unit)?.reachable ?? 0,
                                            )}
                                        </td>
                                    ))}
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </div>
    )
}
