/** Input that once broke a parser, and how: read again by every run. Bytes are in hexadecimal. */
export interface Finding {
  readonly parser: string
  readonly input: string
  readonly broke: string
}

const magic = '1141636b6164656d795265636f7264696e6701'
export const FOUND: readonly Finding[] = [
  {
    parser: 'recordings',
    broke: 'notes without the ends of links were read as if they had them (TypeError)',
    input: `${magic}027b7d000000010000000000000000`,
  },
  { parser: 'recordings', broke: 'notes that are null (TypeError)', input: `${magic}046e756c6c00000000` },
]
