using Xia.Kernel.Time;
using Xia.Router.Language;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>Executes the instructions of a script until it blocks or ends.</summary>
/// <remarks>
/// Running → (pause, wait) → Blocked → (step, time) → Running → Ended, Exited, Stopped, Returned or Failed;
/// a start leads from everywhere to Running. Steps that come while it runs are taken at the next block.
/// </remarks>
internal sealed class ScriptMachine
{
    private const int MaximumJumps = 1000;

    private readonly Script _script;
    private readonly IReadOnlyList<ScriptInstruction> _instructions;
    private readonly ScriptErrors _errors;
    private readonly ScriptHandlers _handlers;
    private readonly ScriptText _text;
    private int _position;
    private int _stepsMissing;
    private int _stepsAhead;
    private int _jumps;
    private bool _isRunning;

    public ScriptMachine(
        Script script, IReadOnlyList<ScriptInstruction> instructions, ScriptErrors errors)
    {
        _script = script;
        _instructions = instructions;
        _errors = errors;
        _handlers = new ScriptHandlers(script, errors);
        Variables = new ScriptVariables(script);
        _text = new ScriptText(Variables.Find, CallHandler);
    }

    /// <summary>Its variables.</summary>
    public ScriptVariables Variables { get; }

    /// <summary>How far it came.</summary>
    public ScriptOutcome Outcome { get; private set; } = ScriptOutcome.Ended;

    /// <summary>What it returned, or its own error; empty when nothing.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Finds handlers as the script does.</summary>
    public ScriptHandlers Handlers => _handlers;

    /// <summary>Gives the variables their first values.</summary>
    public void Initialize()
    {
        foreach (ScriptInstruction instruction in _instructions)
        {
            if (instruction.Operation is ScriptOperation.Initialize or ScriptOperation.Export)
            {
                Variables.Set(instruction.Name, Expanded(instruction));
            }
        }
    }

    /// <summary>Runs from the first instruction on.</summary>
    public void Start(ScriptCall call)
    {
        Variables.Call = call;
        Begin(0);
    }

    /// <summary>
    /// Runs from the first instruction on for a caller who waits for the result, also inside a run.
    /// </summary>
    public (ScriptOutcome Outcome, string Value) RunInside(ScriptCall call)
    {
        (ScriptCall before, int position, bool wasRunning) = (Variables.Call, _position, _isRunning);
        (ScriptOutcome outcome, string value) = (Outcome, Value);
        Start(call);
        (ScriptOutcome Outcome, string Value) result = (Outcome, Value);
        if (wasRunning)
        {
            (Variables.Call, _position, _isRunning) = (before, position, true);
            (Outcome, Value) = (outcome, value);
        }

        return result;
    }

    /// <summary>Goes on at a label; false when there is none of that name.</summary>
    public bool TryGoto(string label)
    {
        int target = FindLabel(label);
        if (target < 0)
        {
            return false;
        }

        if (_isRunning)
        {
            _position = target;
        }
        else
        {
            _script.CancelWait();
            Begin(target);
        }

        return true;
    }

    /// <summary>Goes past so many blocking instructions.</summary>
    public void Step(int count)
    {
        if (_isRunning || Outcome != ScriptOutcome.Blocked)
        {
            _stepsAhead += _isRunning ? count : 0;
            return;
        }

        _stepsAhead = count;
        _script.CancelWait();
        GoOn();
    }

    /// <summary>The time for which it waits is over.</summary>
    public void OnTimeout()
    {
        if (Outcome == ScriptOutcome.Blocked)
        {
            _stepsMissing = 0;
            GoOn();
        }
    }

    /// <summary>A text of the script with all that is known replaced.</summary>
    public string Expand(string text) => _text.Expand(text);

    private void Begin(int position)
    {
        _position = position;
        _stepsMissing = _stepsAhead = _jumps = 0;
        Value = "";
        GoOn();
    }

    private void GoOn()
    {
        _isRunning = true;
        Outcome = ScriptOutcome.Running;
        _jumps = 0;
        while (Outcome == ScriptOutcome.Running)
        {
            if (_stepsMissing > 0)
            {
                int taken = Math.Min(_stepsMissing, _stepsAhead);
                _stepsMissing -= taken;
                _stepsAhead -= taken;
                Outcome = _stepsMissing > 0 ? ScriptOutcome.Blocked : ScriptOutcome.Running;
            }
            else if (_position == _instructions.Count)
            {
                Outcome = ScriptOutcome.Ended;
            }
            else
            {
                Execute(_instructions[_position++]);
            }
        }

        _isRunning = false;
        if (Outcome != ScriptOutcome.Blocked)
        {
            _script.CancelWait();
        }
    }

    private void Execute(ScriptInstruction instruction)
    {
        switch (instruction.Operation)
        {
            case ScriptOperation.Set:
                Variables.Set(instruction.Name, Expanded(instruction));
                break;
            case ScriptOperation.Print:
                Print(instruction);
                break;
            case ScriptOperation.Read:
                Read(instruction);
                break;
            case ScriptOperation.Write:
                Write(instruction);
                break;
            case ScriptOperation.Save:
                if (_handlers.Read(Expand(instruction.Text), "", out _, out _) is { } saved)
                {
                    Emit(instruction, saved);
                }

                break;
            case ScriptOperation.Pause:
                _stepsMissing = instruction.StepCount;
                break;
            case ScriptOperation.Wait:
                Wait(instruction);
                break;
            case ScriptOperation.Goto:
                Jump(instruction);
                break;
            case ScriptOperation.End:
                Outcome = ScriptOutcome.Ended;
                break;
            case ScriptOperation.Exit:
                Outcome = ScriptOutcome.Exited;
                break;
            case ScriptOperation.Stop:
                Outcome = ScriptOutcome.Stopped;
                break;
            case ScriptOperation.Return:
                Value = Expanded(instruction);
                Outcome = ScriptOutcome.Returned;
                break;
            case ScriptOperation.Error:
                Value = ScriptText.Unquote(Expanded(instruction));
                Outcome = ScriptOutcome.Failed;
                break;
            default:
                break;
        }
    }

    private string Expanded(ScriptInstruction instruction)
    {
        string text = Expand(instruction.Text);
        return instruction.Unquotes ? ScriptText.Unquote(text) : text;
    }

    private void Print(ScriptInstruction instruction)
    {
        int errorCount = _errors.Count;
        string text = instruction.Text;
        if (text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] is '@' or '_'))
        {
            if (CallNamed(instruction, out _) is not { } value)
            {
                return;
            }

            text = value;
        }
        else
        {
            text = ScriptText.Unquote(Expand(text));
        }

        bool endsLine = instruction.EndsLine && _errors.Count == errorCount && !text.EndsWith('\n');
        Emit(instruction, endsLine ? text + "\n" : text);
    }

    private void Emit(ScriptInstruction instruction, string text)
    {
        string file = instruction.File is null ? "-" : ScriptText.Unquote(Expand(instruction.File));
        if (file == "-")
        {
            _script.Router.Environment.Console?.WriteOutput(text);
            return;
        }

        if (_script.Router.Environment.Files is not { } files)
        {
            _errors.Add($"{file}: no files here");
            return;
        }

        try
        {
            using Stream stream = files.OpenWrite(file, instruction.Appends);
            stream.Write([.. text.Select(at => (byte)at)]);
        }
        catch (IOException wrong)
        {
            _errors.Add($"{file}: {wrong.Message}");
        }
    }

    private void Read(ScriptInstruction instruction)
    {
        if (CallNamed(instruction, out string path) is { } value)
        {
            _script.Router.Environment.Console?.WriteMessage($"{path}:\n{value}");
        }
    }

    private void Write(ScriptInstruction instruction)
    {
        (string name, string value) = ScriptParser.FirstWord(Expand(instruction.Text));
        bool? isWritten = _handlers.Write(
            name, instruction.Unquotes ? ScriptText.Unquote(value) : value);
        Variables.WriteStatus = isWritten == false ? -1 : 0;
    }

    private void Wait(ScriptInstruction instruction)
    {
        Duration delay = instruction.Delay;
        if (instruction.Text.Length > 0
            && !ArgumentTypes.Duration(Expand(instruction.Text), out delay, out _))
        {
            _errors.Add($"syntax error at 'wait {instruction.Text}'");
            return;
        }

        _stepsMissing = 1;
        if (_stepsAhead == 0)
        {
            _script.WaitFor(delay);
        }
    }

    private void Jump(ScriptInstruction instruction)
    {
        string condition = ScriptText.Unquote(Expand(instruction.Text));
        if (condition.Length > 0)
        {
            if (!ArgumentTypes.Bool(condition, out bool holds, out _))
            {
                _errors.Add($"bad condition '{condition}'");
                return;
            }

            if (!holds)
            {
                return;
            }
        }

        int target = FindLabel(instruction.Name);
        if (target < 0)
        {
            Outcome = instruction.Name switch
            {
                "exit" => ScriptOutcome.Exited,
                "stop" => ScriptOutcome.Stopped,
                "error" => ScriptOutcome.Failed,
                _ => ScriptOutcome.Ended,
            };
        }
        else if (++_jumps > MaximumJumps)
        {
            _script.Router.Environment.Console?.WriteMessage($"{_script}: too many jumps, giving up");
            Outcome = ScriptOutcome.Exited;
        }
        else
        {
            _position = target;
        }
    }

    private int FindLabel(string name)
    {
        for (int index = 0; index < _instructions.Count; index++)
        {
            if (_instructions[index].Operation == ScriptOperation.Label && _instructions[index].Name == name)
            {
                return index;
            }
        }

        return name is "loop" or "begin" ? 0 : -1;
    }

    // An unknown handler leaves the text as it is; a known one that refuses leaves nothing.
    private string? CallHandler(string call)
    {
        (string name, string arguments) = ScriptParser.FirstWord(call);
        return _handlers.Read(name, arguments, out _, out bool isKnown) ?? (isKnown ? "" : null);
    }

    private string? CallNamed(ScriptInstruction instruction, out string path)
    {
        (string name, string arguments) = ScriptParser.FirstWord(Expand(instruction.Text));
        return _handlers.Read(
            name, instruction.Unquotes ? ScriptText.Unquote(arguments) : arguments, out path, out _);
    }
}
