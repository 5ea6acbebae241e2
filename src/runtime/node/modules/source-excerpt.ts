/** Node's block: "place:line", the line of source, the caret under `column` (1-based). Tabs stay tabs. */
export function excerpt(place: string, line: number, sourceLine: string, column: number, carets: number): string {
  const indent = sourceLine.slice(0, column - 1).replace(/[^\t]/g, ' ')
  return `${place}:${line}\n${sourceLine}\n${indent}${'^'.repeat(carets)}`
}
