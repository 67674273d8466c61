// @ts-check

/**
 * Real React as a module, from its own builds in Public/vendor.
 *
 * An app with a bundler uses `import { useEffect } from 'react'` instead. This is the development build, because only that
 * one mounts components twice in StrictMode.
 */
await load('../../vendor/react/react.development.js');
await load('../../vendor/react/react-dom.development.js');

const { React, ReactDOM } = /** @type {any} */ (globalThis);

export const { StrictMode, createElement, useEffect, useReducer, useState } = React;
export const { createRoot } = ReactDOM;

/** @param {string} address relative to this file */
function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(address, import.meta.url).href;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`${address} is missing`)));
    document.head.append(script);
  });
}
