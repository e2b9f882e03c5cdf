// Templates and hooks, from one place. A ${value} in a template becomes a text node or a property, never markup.
import { h, render } from './vendor/preact.js';
import htm from './vendor/htm.js';

export { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from './vendor/preact-hooks.js';
export { render };
export const html = htm.bind(h);
