// @ts-check

/**
 * Real React as a module, from its own builds in Public/vendor.
 *
 * Your app has a bundler and writes `import { useEffect } from 'react'` instead. This is the development build: only that
 * one mounts components twice in StrictMode.
 */
await load('../../vendor/react/react.development.js');
await load('../../vendor/react/react-dom.development.js');

const { React, ReactDOM } = /** @type {any} */ (globalThis);

export const { StrictMode, createElement, useEffect, useReducer, useState, version } = React;
export const { createRoot } = ReactDOM;

/** @param {string} address as seen from here */
function load(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = new URL(address, import.meta.url).href;
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(`${address} is missing`)));
    document.head.append(script);
  });
}
