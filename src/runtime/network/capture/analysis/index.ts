/**
 * What a packet means among the others of its capture: TCP's relative numbers, repetitions, windows and times, UDP's streams, questions and their answers, told
 * in Wireshark's words. Fed with packets in their order, each once; a dissection takes what it says as an extra.
 */
export { DatagramAnalysis, type DatagramPosition } from './datagram-analysis.ts'
export { answerExchange, type Exchange, openExchange } from './exchange.ts'
export { TcpAnalysis } from './tcp-analysis.ts'
export { type TcpFrame, tcpFrame } from './tcp-frame.ts'
export { TCP_COMPLETENESS, TCP_MARKS, type TcpMark, type TcpPosition } from './tcp-position.ts'
