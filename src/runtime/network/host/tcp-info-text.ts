/** A connection's details in the words of iproute2's `ss -tinoe`. */
import { MILLISECOND } from '../clock.ts'
import type { SocketTimer } from './socket.ts'
import type { TcpInfo } from './tcp-info.ts'

const OPTIONS = [
  [1, 'ts'],
  [2, 'sack'],
  [8, 'ecn'],
  [16, 'ecnseen'],
] as const
const WINDOW_SCALING = 4
/** Values that `ss` treats as unset or default. */
const NO_THRESHOLD = 0xffff
const USUAL_REORDERING = 3
const FIRST_TIMEOUT = 3_000_000
const LISTEN = 10

/** Returns the line below a connection of `ss -tin`. `congestionControl`: its name. */
export function tcpInfoText(info: TcpInfo, congestionControl: string): string {
  const scales = info.options & WINDOW_SCALING ? [`wscale:${info.sndWscale},${info.rcvWscale}`] : []
  const options = OPTIONS.filter(([bit]) => (info.options & bit) !== 0).map(([, name]) => name)
  return [...options, congestionControl, ...scales, ...pathWords(info), ...countWords(info), ...stateWords(info)].join(
    ' ',
  )
}

/** Returns `name:value`, or nothing for 0. */
function word(name: string, value: number | string): string[] {
  return value === 0 ? [] : [`${name}:${value}`]
}

/** Formats a number as C's %g does. */
function short(value: number): string {
  return String(Number(value.toPrecision(6)))
}

const milliseconds = (micros: number) => short(micros / 1000)

function pathWords(info: TcpInfo): string[] {
  const { rto, rtt, rttvar, ato, sndSsthresh } = info
  return [
    ...(rto === 0 || rto === FIRST_TIMEOUT ? [] : [`rto:${milliseconds(rto)}`]),
    ...word('backoff', info.backoff),
    ...(rtt === 0 ? [] : [`rtt:${milliseconds(rtt)}/${milliseconds(rttvar)}`]),
    ...(ato === 0 ? [] : [`ato:${milliseconds(ato)}`]),
    ...word('mss', info.sndMss),
    ...word('pmtu', info.pmtu),
    ...word('rcvmss', info.rcvMss),
    ...word('advmss', info.advmss),
    ...word('cwnd', info.sndCwnd),
    ...(sndSsthresh < NO_THRESHOLD ? word('ssthresh', sndSsthresh) : []),
  ]
}

function countWords(info: TcpInfo): string[] {
  return [
    ...word('bytes_sent', info.bytesSent),
    ...word('bytes_retrans', info.bytesRetrans),
    ...word('bytes_acked', info.bytesAcked),
    ...word('bytes_received', info.bytesReceived),
    ...word('segs_out', info.segsOut),
    ...word('segs_in', info.segsIn),
    ...word('data_segs_out', info.dataSegsOut),
    ...word('data_segs_in', info.dataSegsIn),
  ]
}

function stateWords(info: TcpInfo): string[] {
  const { rtt, sndMss, sndCwnd, state, retrans, totalRetrans } = info
  const rate = rtt > 0 ? (sndCwnd * sndMss * 8_000_000) / rtt : 0
  return [
    ...(rate > 0 ? [`send ${rate.toFixed(0)}bps`] : []),
    ...word('lastsnd', info.lastDataSent),
    ...word('lastrcv', info.lastDataRecv),
    ...word('lastack', info.lastAckRecv),
    ...(info.pacingRate > 0 ? [`pacing_rate ${8 * info.pacingRate}bps`] : []),
    ...word('delivered', info.delivered),
    ...word('delivered_ce', info.deliveredCe),
    ...busyWords(info),
    ...(state === LISTEN ? [] : word('unacked', info.unacked)),
    ...(retrans > 0 || totalRetrans > 0 ? [`retrans:${retrans}/${totalRetrans}`] : []),
    ...word('lost', info.lost),
    ...(state === LISTEN ? [] : word('sacked', info.sacked)),
    ...word('dsack_dups', info.dsackDups),
    ...(info.reordering === USUAL_REORDERING ? [] : word('reordering', info.reordering)),
    ...word('reord_seen', info.reordSeen),
    ...(info.rcvRtt === 0 ? [] : [`rcv_rtt:${milliseconds(info.rcvRtt)}`]),
    ...word('rcv_space', info.rcvSpace),
    ...word('rcv_ssthresh', info.rcvSsthresh),
    ...word('notsent', info.notsentBytes),
    ...(info.minRtt === 0 ? [] : [`minrtt:${milliseconds(info.minRtt)}`]),
    ...word('rcv_ooopack', info.rcvOoopack),
    ...word('snd_wnd', info.sndWnd),
  ]
}

function busyWords({ busyTime, rwndLimited, sndbufLimited }: TcpInfo): string[] {
  if (busyTime === 0) return []
  const part = (name: string, time: number) =>
    time === 0 ? [] : [`${name}:${Math.floor(time / 1000)}ms(${((100 * time) / busyTime).toFixed(1)}%)`]
  return [
    `busy:${Math.floor(busyTime / 1000)}ms`,
    ...part('rwnd_limited', rwndLimited),
    ...part('sndbuf_limited', sndbufLimited),
  ]
}

/** Returns `timer:(on,204ms,0)`. */
export function socketTimerText({ kind, remaining, count }: SocketTimer): string {
  return `timer:(${kind},${timeText(Math.floor(remaining / MILLISECOND))},${count})`
}

/** Formats milliseconds as iproute2's print_ms_timer: two units at most, minutes alone from ten on. */
function timeText(total: number): string {
  const minutes = Math.floor(total / 60_000)
  const seconds = minutes > 9 ? 0 : Math.floor(total / 1000) % 60
  const rest = minutes > 0 || seconds > 9 ? 0 : total % 1000
  const parts = [
    minutes > 0 ? `${minutes}min` : '',
    seconds > 0 ? `${seconds}${rest > 0 ? '.' : 'sec'}` : '',
    rest > 0 ? `${String(rest).padStart(3, '0')}ms` : '',
  ]
  return parts.join('')
}
