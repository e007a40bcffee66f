/** What runs in the interpreter beside the code: loads it, calls it, and writes what comes of it, a line each. */
export const pythonHarness = String.raw`
import sys, os, json, types
job = json.loads(open('/job.json', encoding='utf-8').read())
def seedbed(job, write=os.write, dumps=json.dumps, mark=job.pop('mark'), Function=types.FunctionType):
    def say(record):
        write(1, ('\x1e' + mark + dumps(record) + '\n').encode('ascii'))
    def kept(value, depth=0):
        if depth > 20: return {'kind': 'other', 'text': 'something deeply nested'}
        if value is None: return {'kind': 'none'}
        if value is True or value is False: return {'kind': 'boolean', 'value': value}
        if isinstance(value, int):
            if -(2**53) < value < 2**53: return {'kind': 'number', 'value': int(value)}
            if value.bit_length() > 10000: return {'kind': 'other', 'text': 'a huge integer'}
            return {'kind': 'integer', 'digits': str(int(value))}
        if isinstance(value, float):
            if value != value or value in (float('inf'), float('-inf')): return {'kind': 'other', 'text': repr(float(value))}
            return {'kind': 'number', 'value': float(value)}
        if isinstance(value, str):
            return {'kind': 'text', 'value': str(value)} if len(value) < 20000 else {'kind': 'other', 'text': 'a long text'}
        for kind, classes in (('list', list), ('tuple', tuple), ('set', (set, frozenset)), ('map', dict)):
            if isinstance(value, classes):
                if len(value) > 5000: return {'kind': 'other', 'text': 'a long ' + kind}
                if kind == 'map':
                    return {'kind': kind, 'entries': [[kept(key, depth + 1), kept(one, depth + 1)] for key, one in value.items()]}
                return {'kind': kind, 'items': [kept(one, depth + 1) for one in value]}
        return {'kind': 'other', 'text': 'a value of the class ' + type(value).__name__[:60]}
    def told(error):
        try: message = str(error)[:300]
        except BaseException: message = ''
        return {'is': 'error', 'type': type(error).__name__[:60], 'message': message}
    say({'kind': 'begins'})
    failed = None
    for program in job['programs']:
        space = {'__name__': 'program'}
        try:
            exec(compile(program, 'program', 'exec'), space)
            failed = None
            break
        except BaseException as error:
            failed = told(error)
    if failed:
        say({'kind': 'loaded', 'loaded': failed})
        return
    own = {name: one for name, one in space.items() if isinstance(one, Function) and one.__globals__ is space}
    def found():
        name = job.get('name')
        if name is not None:
            if callable(space.get(name)): return space[name]
            holders = [one for one in space.values() if isinstance(one, type) and one.__module__ == 'program' and callable(getattr(one, name, None))]
            return getattr(holders[0](), name) if len(holders) == 1 else None
        candidates = list(own) if len(own) == 1 else [name for name in own if name in job['mentioned']]
        return own[candidates[0]] if len(candidates) == 1 else None
    try: function = found()
    except BaseException: function = None
    if function is None:
        say({'kind': 'loaded', 'loaded': {'is': 'nameless', 'definesOther': len(own) > 0}})
        return
    say({'kind': 'loaded', 'loaded': {'is': 'loaded'}})
    for source in job['calls']:
        try:
            given = eval(source, {})
            value = function(*given)
            if isinstance(value, types.CoroutineType):
                try:
                    value.send(None)
                    raise NotImplementedError('asyncio')
                except StopIteration as stop: value = stop.value
            record = {'is': 'value', 'value': kept(value)}
            if value is None and given: record['first'] = kept(given[0])
        except BaseException as error:
            record = told(error)
        say({'kind': 'call', 'outcome': record})
seedbed(job)
`;
