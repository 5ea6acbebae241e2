import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'

/**
 * False in the built page until its script runs: controls without effect are disabled, so that no input is lost.
 * Components created later are live before they are painted.
 */
export function useIsLive(): boolean {
  const isLive = useSignal(false)
  useLayoutEffect(() => {
    isLive.value = true
  }, [])
  return isLive.value
}
