import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { strings } from '#strings'

const words = strings.packets

/** Opens a pcap or pcapng file from the learner's disk; nothing is sent anywhere. */
export function OpenCapture({ onFile }: { onFile: (file: File) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" class="icon-button" title={words.openTitle} onClick={() => input.current?.click()}>
        {words.open}
      </button>
      <input
        ref={input}
        class="file-input"
        type="file"
        accept=".pcap,.pcapng,.cap"
        tabIndex={-1}
        aria-hidden="true"
        aria-label={words.openTitle}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </>
  )
}
