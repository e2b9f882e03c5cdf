import { useEffect, useReducer } from '../html.js';

/** A value that several views show. Setting it draws them anew. */
export class SharedValue {
    #value;
    #listeners = new Set();

    constructor(value) {
        this.#value = value;
    }

    get value() {
        return this.#value;
    }

    set(value) {
        if (value === this.#value) return;
        this.#value = value;
        for (const listener of [...this.#listeners]) listener(value);
    }

    /** Returns what ends the subscription. */
    subscribe(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
}

/** A hook: the value of now, and another drawing of the component when it changes. */
export function useShared(shared) {
    const [, redraw] = useReducer(count => count + 1, 0);
    useEffect(() => {
        redraw();
        return shared.subscribe(redraw);
    }, [shared]);
    return shared.value;
}
