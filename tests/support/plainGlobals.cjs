const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Jest's environment, with globals that are found as everywhere else. Its own has each `Math` and `Number` go through an interceptor and a proxy,
 * a hundred times as slow, which what computes much in a test waits for. Node has such contexts since 20.18; before, it is Jest's own.
 */
module.exports = class PlainGlobals extends TestEnvironment {
  constructor(...given) {
    const { createContext } = vm;
    const plain = vm.constants?.DONT_CONTEXTIFY;
    if (plain) vm.createContext = () => createContext(plain);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }
};
