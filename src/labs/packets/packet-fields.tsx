import type { ComponentChildren, JSX } from 'preact'
import type { DissectedField, DissectedLayer } from '#network'
import { strings } from '#strings'
import type { ReadPacket } from '../recording/index.ts'
import { HexView } from './hex-view.tsx'
import { type DigestLine, packetDigest } from './packet-digest.ts'

const words = strings.packets

export interface PacketFieldsProps {
  packet: ReadPacket
  /** A line on what the packet came from. */
  cause?: ComponentChildren
  /** The tree of all fields is open. */
  showsAll: boolean
  onShowAll: (showsAll: boolean) => void
  range: { offset: number; length: number } | null
  onPoint: (range: { offset: number; length: number } | null) => void
}

/**
 * A packet in five lines, its layers one click away, and its bytes below: pointing at a field marks its bytes, pointing at
 * a byte its field. At first the payload is marked.
 */
export function PacketFields(props: PacketFieldsProps): JSX.Element {
  const { packet, showsAll, onShowAll, onPoint } = props
  const digest = packetDigest(packet)
  const range = props.range ?? digest.find(({ name }) => name === 'payload')?.range ?? null
  const { layers: all } = packet.dissection
  // Data reassembled from several packets is not among the bytes below.
  const layers = all.filter(({ source }) => source === 'frame')
  const layer = range && layers.findLast((one) => contains(one, range.offset))
  return (
    <div class="packet-detail">
      <div class="fields" role="group" aria-label={words.fieldsOf(packet.number)} tabIndex={0}>
        <Digest lines={digest} range={range} onPoint={onPoint} cause={props.cause} />
        <details class="all-fields" open={showsAll} onToggle={(event) => onShowAll(event.currentTarget.open)}>
          <summary>{strings.digest.allFields}</summary>
          {showsAll &&
            all.map((one, index) => (
              <Layer
                key={`${packet.number} ${one.protocol} ${one.offset}`}
                layer={one}
                isOpen={index === all.length - 1 || one.protocol === 'tcp'}
                range={range}
                onPoint={onPoint}
              />
            ))}
        </details>
      </div>
      <HexView
        number={packet.number}
        bytes={packet.bytes}
        range={range}
        layer={layer ? { offset: layer.offset, length: layer.length } : null}
        fieldAt={(offset) => {
          const field = smallestAt(layers, offset)
          return words.byte(offset, packet.bytes[offset]!.toString(16).padStart(2, '0'), field?.label ?? words.data)
        }}
        onPoint={(offset) => {
          onShowAll(true)
          onPoint(smallestAt(layers, offset) ?? { offset, length: 1 })
        }}
      />
    </div>
  )
}

function Digest({
  lines,
  range,
  onPoint,
  cause,
}: Pick<PacketFieldsProps, 'range' | 'onPoint' | 'cause'> & { lines: readonly DigestLine[] }): JSX.Element {
  return (
    <div class="digest">
      {lines.map(({ name, text, range: own }) => (
        <button
          key={name}
          type="button"
          class={`field${own && range && isSame(own, range) ? ' on' : ''}`}
          aria-pressed={own !== null && range !== null && isSame(own, range)}
          disabled={own === null}
          onClick={() => onPoint(own)}
        >
          <span>{strings.digest.names[name]}</span>
          <span>{text}</span>
        </button>
      ))}
      {cause}
    </div>
  )
}

const contains = (place: { offset: number; length: number }, offset: number) =>
  offset >= place.offset && offset < place.offset + place.length

/** Returns the narrowest field that contains the byte: the flags rather than the header. */
function smallestAt(layers: readonly DissectedLayer[], offset: number): DissectedField | undefined {
  return layers
    .flatMap((layer) => layer.fields)
    .filter((field) => contains(field, offset))
    .sort((a, b) => a.length - b.length)[0]
}

interface LayerProps {
  layer: DissectedLayer
  isOpen: boolean
  range: PacketFieldsProps['range']
  onPoint: PacketFieldsProps['onPoint']
}

function Layer({ layer, isOpen, range, onPoint }: LayerProps): JSX.Element {
  const holdsRange = range !== null && layer.fields.some((field) => isSame(field, range))
  return (
    <details open={isOpen || holdsRange}>
      <summary>
        {layer.label} <span>{summary(layer)}</span>
      </summary>
      {layer.fields.map((field, index) => (
        <button
          key={index}
          type="button"
          class={`field${range && isSame(field, range) ? ' on' : ''}${isPart(layer, field) ? ' part' : ''}`}
          aria-pressed={range !== null && isSame(field, range)}
          disabled={field.length === 0 || layer.source !== 'frame'}
          onClick={() => onPoint({ offset: field.offset, length: field.length })}
        >
          <span>{field.label}</span>
          <span>{field.text}</span>
        </button>
      ))}
    </details>
  )
}

/** Part of the field above it, as a flag is of the flags. */
const isPart = (layer: DissectedLayer, field: DissectedField) =>
  field.bits !== undefined && layer.fields.some(({ name }) => field.name.startsWith(`${name}.`))

const isSame = (field: { offset: number; length: number }, range: { offset: number; length: number }) =>
  field.length > 0 && field.offset === range.offset && field.length === range.length

/** The two ends, if the layer has them. */
function summary(layer: DissectedLayer): string {
  const value = (name: string) => layer.fields.find((field) => field.name === name)?.text
  const pair = (from: string, to: string) => (value(from) ? `${value(from)} → ${value(to)}` : '')
  return (
    pair('eth.src', 'eth.dst') ||
    pair('ip.src', 'ip.dst') ||
    pair('tcp.srcport', 'tcp.dstport') ||
    pair('udp.srcport', 'udp.dstport') ||
    (layer.protocol === 'data' ? words.bytes(layer.end - layer.offset) : '')
  )
}
