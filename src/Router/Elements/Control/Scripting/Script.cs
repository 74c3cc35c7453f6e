using Xia.Kernel.Randomness;
using Xia.Kernel.Time;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Graph.Running;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Control.Scripting;

/// <summary>Runs a script: sets variables, calls handlers, waits, stops the driver.</summary>
/// <syntax>Script(INSTRUCTIONS..., keywords TYPE ACTIVE)</syntax>
/// <remarks>
/// Each argument is an instruction: <c>set VAR TEXT</c>, <c>init VAR TEXT</c>, <c>export VAR [TEXT]</c>,
/// <c>print [>FILE|>>FILE] TEXT|HANDLER</c>, <c>printn …</c> (no line feed), <c>read HANDLER [ARGS]</c>,
/// <c>write HANDLER [ARGS]</c>, <c>save HANDLER FILE</c>, <c>append HANDLER FILE</c>, <c>pause [COUNT]</c>,
/// <c>wait [TIME]</c>, <c>label NAME</c>, <c>goto NAME [CONDITION]</c>, <c>loop</c>, <c>end</c>, <c>exit</c>,
/// <c>stop</c>, <c>return [VALUE]</c>, <c>error [MESSAGE]</c>. With a <c>q</c> at its end (<c>setq</c>) an
/// instruction takes a layer of quotes off. In texts <c>$x ${x} $(handler args)</c> are replaced, and
/// <c>$$</c> (process), <c>$?</c> (status of the last write), <c>$args $# $0 $1 … $write $input</c>.
/// TYPE is ACTIVE (runs from the start), PASSIVE (when <c>run</c> is called), PACKET (for each packet, the
/// default with ports; <c>end</c> passes to output 0, <c>exit</c> drops, <c>return N</c> passes to output N),
/// PROXY (for each handler of any other name), DRIVER (see DriverManager) or <c>SIGNAL NAME…</c>. 1000 jumps
/// without a block end a script.
/// </remarks>
/// <handler name="step" access="w">Goes past one blocking instruction, or as many as written.</handler>
/// <handler name="goto" access="w">Goes on at a label.</handler>
/// <handler name="run" access="rw+">Runs the script; reads what it returns.</handler>
/// <handler name="add" access="r+">Sum; so <c>sub mul div idiv mod rem neg abs min max</c>.</handler>
/// <handler name="sub" access="r+">Difference.</handler>
/// <handler name="mul" access="r+">Product.</handler>
/// <handler name="div" access="r+">Quotient.</handler>
/// <handler name="idiv" access="r+">Quotient without its fraction.</handler>
/// <handler name="mod" access="r+">Remainder of whole numbers.</handler>
/// <handler name="rem" access="r+">Remainder of any numbers.</handler>
/// <handler name="neg" access="r+">Negative.</handler>
/// <handler name="abs" access="r+">Absolute value.</handler>
/// <handler name="min" access="r+">Smallest.</handler>
/// <handler name="max" access="r+">Largest.</handler>
/// <handler name="eq" access="r+">Whether two numbers or texts are equal.</handler>
/// <handler name="ne" access="r+">Whether they differ.</handler>
/// <handler name="lt" access="r+">Whether the first is less.</handler>
/// <handler name="gt" access="r+">Whether it is greater.</handler>
/// <handler name="le" access="r+">Whether it is not greater.</handler>
/// <handler name="ge" access="r+">Whether it is not less.</handler>
/// <handler name="not" access="r+">Negation.</handler>
/// <handler name="and" access="r+">Whether all are true.</handler>
/// <handler name="or" access="r+">Whether any is true.</handler>
/// <handler name="nand" access="r+">Whether not all are true.</handler>
/// <handler name="nor" access="r+">Whether none is true.</handler>
/// <handler name="if" access="r+">The second word if the first is true, else the third.</handler>
/// <handler name="in" access="r+">Whether the first word is among the others.</handler>
/// <handler name="first" access="r+">The first word.</handler>
/// <handler name="sprintf" access="r+">Formats words.</handler>
/// <handler name="random" access="r+">
/// A random number: below 2^31, below N, or from N1 to N2.
/// </handler>
/// <handler name="length" access="r+">How many bytes the text has.</handler>
/// <handler name="unquote" access="r+">The text without a layer of quotes.</handler>
/// <handler name="readable" access="r+">Whether all the handlers can be read.</handler>
/// <handler name="writable" access="r+">Whether all the handlers can be written.</handler>
/// <handler name="htons" access="r+">16 bits in the other byte order.</handler>
/// <handler name="htonl" access="r+">32 bits in the other byte order.</handler>
/// <handler name="ntohs" access="r+">16 bits in the other byte order.</handler>
/// <handler name="ntohl" access="r+">32 bits in the other byte order.</handler>
/// <handler name="now" access="r">The time, in seconds.</handler>
/// <handler name="get" access="r+">The value of a variable.</handler>
/// <handler name="set" access="w">Gives a variable a value.</handler>
/// <handler name="shift" access="r+">Takes the first word off a variable.</handler>
/// <handler name="cat" access="r+">The text of a file; not from outside.</handler>
/// <handler name="catq" access="r+">The text of a file in quotes; not from outside.</handler>
/// <handler name="kill" access="r+">Sends a signal to processes; not from outside.</handler>
/// <example>Script(set i 0, label l, print $i, set i $(add $i 1), goto l $(lt $i 5), stop)</example>
public class Script : Element, IStopHandler
{
    private ScriptType _type;
    private ScriptSignals? _signals;
    private IReadOnlyList<ScriptInstruction> _instructions = [];
    private ScriptErrors _errors = null!;
    private ScriptMachine _machine = null!;
    private RouterTimer? _timer;
    private RandomStream? _random;

    /// <inheritdoc/>
    public override string ClassName => "Script";

    /// <inheritdoc/>
    public sealed override string PortCounts => "-/-";

    /// <inheritdoc/>
    public sealed override string Processing => "ah/ah";

    private protected virtual ScriptType DefaultType =>
        InputCount > 0 ? ScriptType.Packet : ScriptType.Active;

    /// <inheritdoc/>
    public sealed override bool IsOneByOne => _type == ScriptType.Packet;

    /// <inheritdoc/>
    public sealed override void Configure(ArgumentReader arguments)
    {
        string type = arguments.Keyword("TYPE", ArgumentTypes.Raw, "");
        ReadType(arguments, type);
        if ((InputCount > 0 || OutputCount > 0) && _type != ScriptType.Packet)
        {
            arguments.Error("ports allowed only on PACKET scripts");
        }
        else if (InputCount == 0 && _type == ScriptType.Packet)
        {
            arguments.Error("PACKET script must have inputs");
        }

        var parser = new ScriptParser();
        _instructions = parser.Read(arguments.Rest());
        foreach (string error in parser.Errors)
        {
            arguments.Error(error);
        }

        if (_type == ScriptType.Driver && arguments.Errors.Count == 0)
        {
            if (Router.StopHandler is not null)
            {
                arguments.Error("router has more than one driver script");
            }

            Router.StopHandler = this;
        }

        _errors = new ScriptErrors(this);
        _machine = new ScriptMachine(this, _instructions, _errors);
    }

    /// <inheritdoc/>
    public sealed override string? Initialize()
    {
        _machine.Initialize();
        if (_type is ScriptType.Active or ScriptType.Driver)
        {
            _timer = new RouterTimer(this, _ => StartByItself());

            // The script of the driver is the first to run.
            _timer.ScheduleAt(_type == ScriptType.Driver ? Instant.Zero : Now);
        }
        else
        {
            _timer = new RouterTimer(this, _ => OnTimeout());
        }

        _signals?.Watch();
        return null;
    }

    /// <inheritdoc/>
    public sealed override void Cleanup()
    {
        _signals?.Unwatch();
        if (ReferenceEquals(Router.StopHandler, this))
        {
            Router.StopHandler = null;
        }
    }

    /// <inheritdoc/>
    public sealed override void AddHandlers(HandlerTable handlers)
    {
        ScriptArithmetic.AddTo(handlers);
        ScriptLogic.AddTo(handlers);
        new ScriptOwnHandlers(this, _machine).AddTo(handlers);
        handlers.ReadWith("run", text => RunAsHandler("run", text, isWrite: false));
        handlers.Write("run", text => WriteAsHandler("run", text));
        foreach (ScriptInstruction export in _instructions)
        {
            if (export.Operation == ScriptOperation.Export)
            {
                handlers.Read(export.Name, () => (_machine.Variables.Find(export.Name) ?? "") + "\n");
            }
        }

        if (_type == ScriptType.Proxy)
        {
            handlers.Others = name => new Handler(name)
            {
                TakesParameter = true,
                Read = text => RunAsHandler(name, text, isWrite: false),
                Write = text => WriteAsHandler(name, text),
            };
        }
    }

    /// <inheritdoc/>
    public sealed override void Push(int port, Packet packet)
    {
        if (Choose(port) is int output and >= 0)
        {
            PushOrKill(output, packet);
        }
        else
        {
            packet.Kill();
        }
    }

    /// <inheritdoc/>
    public sealed override Packet? Pull(int port)
    {
        if (Input(0).Pull() is not { } packet)
        {
            return null;
        }

        int output = Choose(0);
        if (output == port)
        {
            return packet;
        }

        // Other outputs are push where they are in use.
        if (output > 0)
        {
            PushOrKill(output, packet);
        }
        else
        {
            packet.Kill();
        }

        return null;
    }

    bool IStopHandler.OnStop()
    {
        if (_machine.Outcome == ScriptOutcome.Blocked)
        {
            Step(1);
        }

        return _machine.Outcome != ScriptOutcome.Blocked;
    }

    /// <summary>Goes past so many blocking instructions.</summary>
    internal void Step(int count)
    {
        _errors.Begin(_type == ScriptType.Driver);
        _machine.Step(count);
        Finish();
    }

    /// <summary>Goes on at a label; false when there is none of that name.</summary>
    internal bool TryGoto(string label)
    {
        _errors.Begin();
        bool found = _machine.TryGoto(label);
        Finish();
        return found;
    }

    /// <summary>The time at this moment; a script may have run for a while since the graph's.</summary>
    internal Instant Clock => Environment.Clock?.Invoke() ?? Now;

    /// <summary>Comes back after a time.</summary>
    internal void WaitFor(Duration delay) => _timer?.ScheduleAt(Clock + delay);

    /// <summary>Does not come back.</summary>
    internal void CancelWait() => _timer?.Cancel();

    /// <summary>Its own stream of random numbers.</summary>
    internal RandomStream Random() => _random ??= Environment.Randomness.Stream(Name);

    private void ReadType(ArgumentReader arguments, string text)
    {
        List<string> words = ArgumentText.Words(text);
        _type = DefaultType;
        if (words.Count == 0)
        {
            return;
        }

        ScriptType? type = words[0].ToUpperInvariant() switch
        {
            "ACTIVE" => ScriptType.Active,
            "PASSIVE" => ScriptType.Passive,
            "PACKET" or "PUSH" => ScriptType.Packet,
            "PROXY" => ScriptType.Proxy,
            "DRIVER" => ScriptType.Driver,
            "SIGNAL" => ScriptType.Signal,
            _ => null,
        };
        if (type is null || (type != ScriptType.Signal && words.Count > 1))
        {
            arguments.Error("bad TYPE");
            return;
        }

        _type = type.Value;
        if (_type == ScriptType.Signal)
        {
            _signals = new ScriptSignals(Environment.Signals, OnSignal);
            if (!_signals.TryRead([.. words.Skip(1)]))
            {
                arguments.Error("bad signal number");
            }
        }
    }

    private void StartByItself()
    {
        _timer = new RouterTimer(this, _ => OnTimeout());
        _errors.Begin(_type == ScriptType.Driver);
        _machine.Start(ScriptCall.None);
        Finish();
    }

    private void OnTimeout()
    {
        _errors.Begin();
        _machine.OnTimeout();
        Finish();
    }

    private void OnSignal()
    {
        _errors.Begin();
        _machine.Start(ScriptCall.None);
        if (_machine.Outcome is ScriptOutcome.Exited or ScriptOutcome.Failed)
        {
            _signals?.Unwatch();
        }

        Finish();
    }

    // What a script that runs by itself does at its end.
    private void Finish()
    {
        ScriptOutcome outcome = _machine.Outcome;
        if (outcome == ScriptOutcome.Failed && _machine.Value.Length > 0)
        {
            _errors.Add(_machine.Value);
        }

        bool isOver = outcome is not (ScriptOutcome.Blocked or ScriptOutcome.Running);
        if (outcome == ScriptOutcome.Stopped || (_type == ScriptType.Driver && isOver))
        {
            Router.RequestStop();
        }
    }

    private int Choose(int port)
    {
        _errors.Begin();
        _machine.Start(new ScriptCall("push", "", false, port));
        switch (_machine.Outcome)
        {
            case ScriptOutcome.Ended:
                return 0;
            case ScriptOutcome.Stopped:
                Router.RequestStop();
                return 0;
            case ScriptOutcome.Returned:
                return ArgumentTypes.Int32()(ArgumentText.Unquote(_machine.Value), out int output, out _)
                    ? output
                    : -1;
            case ScriptOutcome.Failed:
                _errors.Add(_machine.Value);
                return -1;
            default:
                return -1;
        }
    }

    private string RunAsHandler(string name, string text, bool isWrite)
    {
        _errors.Begin();
        (ScriptOutcome outcome, string value) = _machine.RunInside(new ScriptCall(name, text, isWrite));
        if (outcome == ScriptOutcome.Failed)
        {
            throw new HandlerException(value.Length > 0 ? value : "unspecified error");
        }

        if (outcome == ScriptOutcome.Stopped)
        {
            Router.RequestStop();
        }

        return value;
    }

    private string? WriteAsHandler(string name, string text)
    {
        try
        {
            RunAsHandler(name, text, isWrite: true);
            return null;
        }
        catch (HandlerException refused)
        {
            return refused.Message;
        }
    }
}
