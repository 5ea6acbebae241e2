import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { strings } from '#strings'
import { FileInput } from '../file-input.tsx'

const words = strings.packets

/** Opens a pcap or pcapng file from the learner's disk; nothing is sent anywhere. */
export function OpenCapture({ onFile }: { onFile: (file: File) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class="icon-button" title={words.openTitle} onClick={() => input.current?.click()}>
        {words.open}
      </button>
      <FileInput input={input} accept=".pcap,.pcapng,.cap" label={words.openTitle} onFile={onFile} />
    </>
  )
}
