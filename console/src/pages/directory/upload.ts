import { requestHeaders } from "../../api/client"
import type { components } from "../../api/openapi"
import { asProblem, Problem } from "../../api/problem"

export type Import = components["schemas"]["import"]

export interface Upload {
    done: Promise<Import>
    stop(): void
}

/** Sends a file piece by piece from the disk; fetch() would not say how far it is. */
export function upload(what: Import["what"], file: File, onPart: (part: number) => void): Upload {
    const request = new XMLHttpRequest()
    const done = new Promise<Import>((resolve, reject) => {
        request.upload.onprogress = ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0)
        request.onload = () => {
            if (request.status === 202) resolve(JSON.parse(request.responseText) as Import)
            else
                Problem.of(new Response(request.responseText, { status: request.status })).then(reject, (why) =>
                    reject(asProblem(why)),
                )
        }
        request.onerror = () => reject(Problem.unreachable())
        request.onabort = () => reject(new Stopped())
    })
    request.open("POST", `/api/directory/imports?${new URLSearchParams({ what, file: file.name.slice(0, 200) })}`)
    for (const [name, value] of Object.entries(requestHeaders("POST"))) request.setRequestHeader(name, value)
    request.setRequestHeader("Content-Type", "text/csv")
    request.send(file)
    return { done, stop: () => request.abort() }
}

/** By the person himself. */
export class Stopped extends Error {}
