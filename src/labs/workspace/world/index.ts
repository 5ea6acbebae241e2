/** The pane of the world: topology, ladder, tables of hosts, plots, sliders of links, and hands on packets. */
export { editablePacket, type PacketEditActions } from './packet-toolbar.tsx'
export { WorldPane } from './world-pane.tsx'
