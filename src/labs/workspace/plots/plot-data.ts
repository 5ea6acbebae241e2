import {
  downsample,
  type Nanoseconds,
  type PacketRecord,
  queueSeries,
  type Series,
  socketSeries,
  type TcpPosition,
  tcpSeries,
} from '#network'
import { strings } from '#strings'
import type { ReadPacket, Recording } from '../../recording/index.ts'

const words = strings.plots

export type PlotKind = 'sequence' | 'window' | 'rtt' | 'queue' | 'throughput'

/** How to draw a series: shapes distinguish them, colors only help. */
export interface PlotLine {
  name: string
  shape: 'points' | 'crosses' | 'steps' | 'dashes' | 'line'
  series: Series
}

export interface Plot {
  unit: string
  lines: PlotLine[]
}

/** One direction of a connection to plot: the data that `from` sends. */
export interface PlottedStream {
  stream: number
  fromOpener: boolean
  link: number
  from: string
  to: string
  /** The sender's interface on that link, for example `client:eth0`. */
  end: string
  /** The sender's port. It identifies the socket without the remote address. */
  port: number
  /** A moment at which the socket exists. */
  at: Nanoseconds
}

/** More points than the drawing has pixels add nothing. */
const MOST_POINTS = 800

/** Both directions of every connection that carried data, in the order in which they opened. */
export function streamsOf(packets: readonly ReadPacket[]): PlottedStream[] {
  const found = new Map<string, PlottedStream>()
  for (const packet of packets) {
    const { position, record } = packet
    if (position === null || packet.payloadLength === 0) continue
    const key = `${position.stream} ${position.isFromOpener}`
    if (found.has(key)) continue
    found.set(key, {
      stream: position.stream,
      fromOpener: position.isFromOpener,
      link: record.link,
      from: packet.from,
      to: packet.to,
      end: record.from,
      at: record.at,
      port: sourcePort(packet),
    })
  }
  return [...found.values()]
}

function sourcePort(packet: ReadPacket): number {
  const field = packet.dissection.layers
    .find(({ protocol }) => protocol === 'tcp')
    ?.fields.find(({ name }) => name === 'tcp.srcport')
  return Number(field?.value ?? 0)
}

/** Series of a plot for one connection. */
export function plotOf(recording: Recording, kind: PlotKind, of: PlottedStream): Plot {
  if (kind === 'queue') return queuePlot(recording, of)
  if (kind === 'window') return windowPlot(recording, of)
  const series = tcpSeries(packetsOf(recording, of.link), of.stream, of.fromOpener, 20_000_000)
  if (kind === 'throughput')
    return plot(words.bytesPerSecond, [line(words.kinds.throughput, 'steps', series.throughput)])
  if (kind === 'rtt') return rttPlot(recording, of, series.rtt)
  return plot('', [
    line(words.windowEdge, 'dashes', series.windowEdge),
    line(words.acknowledged, 'steps', series.acknowledged),
    line(words.data, 'points', series.sequence),
    line(words.again, 'crosses', series.retransmitted),
  ])
}

function* packetsOf(recording: Recording, link: number): Generator<readonly [PacketRecord, TcpPosition | null]> {
  for (const packet of recording.packets) if (packet.link === link) yield [packet.record, packet.position]
}

function windowPlot(recording: Recording, of: PlottedStream): Plot {
  const socket = socketOf(recording, of)
  if (!socket) return plot('', [])
  return plot(words.cwnd, [
    line(words.ssthresh, 'dashes', socket.slowStartThreshold),
    line(words.cwnd, 'steps', socket.congestionWindow),
  ])
}

function rttPlot(recording: Recording, of: PlottedStream, measured: Series): Plot {
  const socket = socketOf(recording, of)
  const fromHost = socket
    ? [
        line(words.timeout, 'dashes', milliseconds(socket.retransmissionTimeout)),
        line(words.smoothed, 'steps', milliseconds(socket.smoothedRtt)),
      ]
    : []
  return plot('ms', [...fromHost, line(words.measured, 'points', milliseconds(measured))])
}

function queuePlot(recording: Recording, { end }: PlottedStream): Plot {
  const { frames, dropped } = queueSeries(recording.history, end)
  return plot(words.frames, [line(words.dropped, 'dashes', dropped), line(words.frames, 'steps', frames)])
}

function socketOf({ history }: Recording, { from, port, at }: PlottedStream) {
  if (at < history.begin || at > history.now) return null
  const row = history
    .at(at)
    .rows('sockets', from)
    .find(({ localPort, proto, state }) => proto === 'tcp' && localPort === port && state !== 'LISTEN')
  return row ? socketSeries(history, from, row.inode) : null
}

function milliseconds({ unit, times, values }: Series): Series {
  return { unit, times, values: values.map((value) => value / 1e6) }
}

const line = (name: string, shape: PlotLine['shape'], series: Series): PlotLine => ({
  name,
  shape,
  series: downsample(series, MOST_POINTS),
})

/** Leaves out lines without data. */
function plot(unit: string, lines: PlotLine[]): Plot {
  return { unit, lines: lines.filter(({ series, shape }) => series.times.length > (shape === 'dashes' ? 1 : 0)) }
}
