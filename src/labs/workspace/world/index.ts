/** The pane of the world: topology, ladder, tables of hosts, plots, sliders of links, and hands on packets. */
export { type PacketEditActions, editablePacket } from './packet-toolbar.tsx'
export { WorldPane } from './world-pane.tsx'
