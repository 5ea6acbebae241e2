/** Scrolls a pane to the middle of an element in it, if that is out of view. The page around it stays where it is. */
export function keepInView(pane: HTMLElement | null, element: Element | null | undefined): void {
  if (!pane || !element) return
  const [frame, place] = [pane.getBoundingClientRect(), element.getBoundingClientRect()]
  if (place.top >= frame.top && place.bottom <= frame.bottom) return
  pane.scrollTop += (place.top + place.bottom - frame.top - frame.bottom) / 2
}
