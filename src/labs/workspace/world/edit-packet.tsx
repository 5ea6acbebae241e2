import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { type DissectedField, editProblem } from '#network'
import { strings } from '#strings'
import type { ReadPacket } from '../../recording/index.ts'

const words = strings.packetEdit

interface EditPacketProps {
  packet: ReadPacket
  onSend: (fields: Record<string, string | number>) => void
  onClose: () => void
}

/** Dialog to change one field of a packet. It says why a value cannot be sent. */
export function EditPacket({ packet, onSend, onClose }: EditPacketProps): JSX.Element {
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => element.current?.showModal(), [])
  const fields = editable(packet)
  const chosen = useSignal(fields.find(({ name }) => name === 'tcp.payload')?.name ?? fields.at(-1)?.name ?? '')
  const field = fields.find(({ name }) => name === chosen.value)
  const value = useSignal(field ? shownValue(field) : '')
  const problem = field ? valueProblem(packet, field, value.value) : null
  const isTouched = field !== undefined && value.value !== shownValue(field)
  return (
    <dialog class="edit-packet" ref={element} onClose={onClose} aria-labelledby="edit-packet-title">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (field && problem === null) onSend({ [field.name]: sentValue(field, value.value) })
        }}
      >
        <h2 id="edit-packet-title">{words.editTitle(packet.number)}</h2>
        <label>
          {words.editField}
          <select
            value={chosen.value}
            onChange={(event) => {
              chosen.value = event.currentTarget.value
              const next = fields.find(({ name }) => name === chosen.value)
              value.value = next ? shownValue(next) : ''
            }}
          >
            {fields.map(({ name, label }) => (
              <option key={name} value={name}>
                {name} — {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.editValue}
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            value={value.value}
            onInput={(event) => {
              value.value = event.currentTarget.value
            }}
          />
        </label>
        <p class="note">{words.editNote}</p>
        {field?.name === 'tcp.payload' && isTouched && problem === null && <p class="note">{words.editNumbers}</p>}
        <p class="error" role="status">
          {isTouched && problem !== null && words.editProblem(problem)}
        </p>
        <div class="dialog-actions">
          <button type="submit" class="button primary" disabled={problem !== null}>
            {words.apply}
          </button>
          <button type="button" class="button" onClick={() => element.current?.close()}>
            {words.cancel}
          </button>
        </div>
      </form>
    </dialog>
  )
}

/** Fields in the packet's own bytes, each name once. */
function editable(packet: ReadPacket): DissectedField[] {
  const fields = packet.dissection.layers
    .filter(({ source, isQuoted }) => source === 'frame' && !isQuoted)
    .flatMap((layer) => layer.fields)
    .filter(({ length, name }) => length > 0 && !/^(tcp\.options|ip\.opt)/.test(name))
  return [...new Map(fields.map((field) => [field.name, field])).values()]
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Data as text if it is printable, otherwise as bytes in filter notation. */
function shownValue({ value }: DissectedField): string {
  if (!(value instanceof Uint8Array)) return String(value)
  try {
    const text = decoder.decode(value)
    if (!/[^\n\r\t\x20-\x7e]/.test(text)) return JSON.stringify(text).slice(1, -1)
  } catch {
    // Not text.
  }
  return hex(value)
}

/** Almost-bytes, such as `zz:01`, would be sent as text. */
const LIKE_BYTES = /^[0-9a-z]{1,2}(:[0-9a-z]{1,2})+$/i
const BYTES = /^[0-9a-f]{2}(:[0-9a-f]{2})*$/i

function valueProblem(packet: ReadPacket, field: DissectedField, text: string): string | null {
  const wasBytes = BYTES.test(shownValue(field))
  if (wasBytes && LIKE_BYTES.test(text) && !BYTES.test(text)) return words.notBytes(text)
  return editProblem(packet.dissection, { [field.name]: sentValue(field, text) })
}

function sentValue(field: DissectedField, text: string): string | number {
  if (typeof field.value === 'number') return Number(text)
  if (!(field.value instanceof Uint8Array)) return text
  if (BYTES.test(text)) return text
  return hex(new TextEncoder().encode(text.replaceAll('\\n', '\n').replaceAll('\\r', '\r').replaceAll('\\t', '\t')))
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':')
