/** Control characters except newline and tab, characters that change the direction of writing, and the two line separators of Unicode. */
const UNSAFE = /[^\P{Cc}\n\t]|\p{Bidi_Control}|[\u2028\u2029]/gu

/** Escapes what would move a terminal's cursor, color it or change its direction: a program's output must not pass for the verdict. */
export function withoutControls(text: string): string {
  return text.replace(UNSAFE, (control) =>
    control < ' ' ? String.fromCodePoint(0x2400 + control.codePointAt(0)!) : '�',
  )
}

/** Does the same within one line. */
export const onOneLine = (text: string): string => withoutControls(text).replace(/[\n\t]/g, '�')

/** JSON with every string escaped as above: for formats that other systems display. */
export const shownAsJson = (value: unknown): string =>
  `${JSON.stringify(value, (_, part) => (typeof part === 'string' ? withoutControls(part) : part), 2)}\n`

/** JSON that parses to the original values, with the same characters escaped (RFC 8259 section 7): safe to print in a terminal. */
export const escapedJson = (value: unknown): string =>
  `${JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u2028\u2029]|\p{Bidi_Control}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`
