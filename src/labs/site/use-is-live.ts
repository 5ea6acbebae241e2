import { useSignal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'

/**
 * False on the page as it was built, and until its script runs: what would do nothing yet is disabled, so that no choice is lost. What a live
 * page brings up is live before it is painted: whoever sees a question may answer it.
 */
export function useIsLive(): boolean {
  const isLive = useSignal(false)
  useLayoutEffect(() => {
    isLive.value = true
  }, [])
  return isLive.value
}
