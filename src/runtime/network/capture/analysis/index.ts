/**
 * Meaning of a packet among the others of its capture: TCP's relative numbers, retransmissions, windows and times,
 * UDP's streams, questions and answers, with Wireshark's names. Add packets in order, each once; dissection takes the
 * result as an extra.
 */
export { DatagramAnalysis, type DatagramPosition } from './datagram-analysis.ts'
export { answerExchange, type Exchange, openExchange } from './exchange.ts'
export { TcpAnalysis } from './tcp-analysis.ts'
export { type TcpFrame, tcpFrame } from './tcp-frame.ts'
export { TCP_COMPLETENESS, TCP_MARKS, type TcpMark, type TcpPosition } from './tcp-position.ts'
