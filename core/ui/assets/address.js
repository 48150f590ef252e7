// The address of the view. A new choice becomes a step in the browser's history; a new page, or a step back, only completes
// the step that the browser has already made.

let arrival

export default function ({ data }) {
  const arrived = arrival !== data.arrival
  arrival = data.arrival
  if (location.search.slice(1) === data.query) return
  const address = location.pathname + (data.query ? `?${data.query}` : "")
  if (arrived) history.replaceState(history.state, "", address)
  else history.pushState({}, "", address)
}
