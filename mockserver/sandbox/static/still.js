/**
 * `/?still#/…` is a page to take a picture of: everything is asked for once, and shown at once.
 *
 * A browser with `--virtual-time-budget` lets its time run out as soon as nothing is being fetched and no timer is due;
 * it waits for no frame.
 */
export const STILL = new URLSearchParams(location.search).has("still");

export function onNextFrame(draw) {
  if (STILL) setTimeout(draw);
  else requestAnimationFrame(draw);
}
