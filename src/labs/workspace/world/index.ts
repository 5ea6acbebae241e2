/** The world pane: topology, ladder, tables of hosts, plots, link sliders, and packet edits. */
export { editablePacket, type PacketEditActions } from './packet-toolbar.tsx'
export { WorldPane } from './world-pane.tsx'
