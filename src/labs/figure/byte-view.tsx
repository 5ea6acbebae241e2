import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type DissectedField, type DissectedLayer, dissect } from '#network'
import { strings } from '#strings'
import type { PacketView } from '../recording/index.ts'
import { HeaderBoxes } from './header-boxes.tsx'
import { HexBytes, type Stretch } from './hex-bytes.tsx'
import { StepButton } from './step-button.tsx'
import type { FigureViewProps } from './view.ts'

const words = strings.figureViews.bytes

/** A packet's headers as the RFCs draw them, 32 bits a row, above its bytes: pointing at one marks the other. */
export function ByteView({ recording, selected, onSelect, moment }: FigureViewProps): JSX.Element {
  const { packets } = recording
  const packet = packets.find(({ number }) => number === selected) ?? lastBy(packets, moment)
  const pointed = useSignal<Stretch | null>(null)
  const layers = useMemo(() => (packet ? dissect(packet.bytes, packet.position).layers : []), [packet])
  if (!packet) return <p class="figure-empty">{words.none}</p>
  const before = packets.findLast(
    (one) => one.number < packet.number && one.from === packet.from && one.protocol === packet.protocol,
  )
  const field = pointed.value && smallestAt(layers, pointed.value.offset)
  const index = packets.findIndex(({ number }) => number === packet.number)
  return (
    <div class="byte-view">
      <div class="byte-head">
        <StepButton to={packets[index - 1]} text="◂" label={words.previous} onSelect={onSelect} />
        <p>
          <span class={`tag ${packet.protocol.toLowerCase()}`}>{packet.protocol}</span>{' '}
          {words.packet(packet.number, packet.from, packet.to, packet.at)} <b>{packet.label}</b>
        </p>
        <StepButton to={packets[index + 1]} text="▸" label={words.next} onSelect={onSelect} />
      </div>
      <div class="byte-boxes">
        {layers
          .filter((layer) => layer.source === 'frame')
          .map((layer) => (
            <HeaderBoxes
              key={`${layer.protocol} ${layer.offset}`}
              layer={layer}
              pointed={pointed.value}
              onPoint={(stretch) => {
                pointed.value = stretch
              }}
            />
          ))}
      </div>
      <div class="byte-side">
        <HexBytes
          bytes={packet.bytes}
          pointed={pointed.value}
          label={words.bytesOf(packet.number)}
          onPoint={(offset) => {
            pointed.value = stretchOf(smallestAt(layers, offset)) ?? { offset, length: 1 }
          }}
        />
        <p class="byte-field" role="status">
          {field ? <FieldWords field={field} before={before} /> : words.point}
        </p>
      </div>
    </div>
  )
}

const lastBy = (packets: readonly PacketView[], moment: number | null) =>
  packets.findLast((packet) => moment === null || packet.at <= moment) ?? packets[0]

const stretchOf = (field: DissectedField | undefined): Stretch | null =>
  field ? { offset: field.offset, length: field.length, ...(field.bits && { bits: field.bits }) } : null

/** Returns the narrowest field that contains the byte: the flags rather than the header. */
function smallestAt(layers: readonly DissectedLayer[], offset: number): DissectedField | undefined {
  return layers
    .filter(({ source }) => source === 'frame')
    .flatMap(({ fields }) => fields)
    .filter((field) => field.length > 0 && offset >= field.offset && offset < field.offset + field.length)
    .sort((a, b) => a.length - b.length || (a.bits ? 1 : 0) - (b.bits ? 1 : 0))[0]
}

/** A field's name, position and value, and its value in the previous packet of the same direction. */
function FieldWords({ field, before }: { field: DissectedField; before: PacketView | undefined }): JSX.Element {
  const earlier = before
    ? dissect(before.bytes, before.position)
        .layers.flatMap(({ fields }) => fields)
        .find(({ name }) => name === field.name)
    : undefined
  return (
    <>
      <b>{field.label}</b> <code>{field.name}</code> {words.place(field.offset, field.length)}:{' '}
      <code>{field.text}</code>
      {earlier && earlier.text !== field.text && ` ${words.before(before!.number, earlier.text)}`}
    </>
  )
}
