using System.Buffers.Binary;
using System.Globalization;
using Xia.Internet.Wire;
using Xia.Router.Captures;
using Xia.Router.Elements.Printing;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Analysis.Aggregates;

/// <summary>Counts packets or bytes per aggregate.</summary>
/// <syntax>
/// AggregateCounter([keywords BYTES false, IP_BYTES false, MULTIPACKET true, EXTRA_LENGTH true,
/// AGGREGATE_STOP, AGGREGATE_FREEZE, AGGREGATE_CALL, COUNT_STOP, COUNT_FREEZE, COUNT_CALL, BANNER])
/// </syntax>
/// <remarks>
/// BYTES counts bytes, with EXTRA_LENGTH those that were cut off too, with IP_BYTES from the IP header on.
/// MULTIPACKET counts a packet for as many as it stands for. A frozen counter counts known aggregates only;
/// what enters at input 1 is counted as if it were frozen. With two outputs, pushed packets that were not
/// counted leave at output 1. AGGREGATE_STOP N stops the router, AGGREGATE_FREEZE N freezes the counter and
/// AGGREGATE_CALL N HANDLER [VALUE] calls a handler when there are N aggregates and another comes; the forms
/// with COUNT do so when the sum of all counts reaches N. BANNER is written to the head of files.
/// </remarks>
/// <handler name="write_text_file" access="w">Writes a line per aggregate to a file, or -.</handler>
/// <handler name="write_ascii_file" access="w">The same.</handler>
/// <handler name="write_ip_file" access="w">The same with aggregates as IP addresses.</handler>
/// <handler name="write_pdf_file" access="w">The same with each count's part of the sum.</handler>
/// <handler name="write_file" access="w">Writes pairs of numbers of four bytes, little-endian.</handler>
/// <handler name="freeze" access="rw">Whether it is frozen.</handler>
/// <handler name="active" access="rw">Whether it counts.</handler>
/// <handler name="stop" access="w">Sets active to false and asks the router to stop.</handler>
/// <handler name="counts_pdf" access="w">Counts how often each count occurs instead.</handler>
/// <handler name="reaggregate_counts" access="w">The same.</handler>
/// <handler name="clear" access="w">Sets all to 0.</handler>
/// <handler name="banner" access="rw">BANNER.</handler>
/// <handler name="aggregate_call" access="rw">N HANDLER [VALUE] of what is still to be done.</handler>
/// <handler name="count_call" access="rw">N HANDLER [VALUE] of what is still to be done.</handler>
/// <handler name="count" access="r">The sum of all counts.</handler>
/// <handler name="nagg" access="r">How many aggregates there are.</handler>
public sealed class AggregateCounter : Element
{
    private readonly Dictionary<uint, uint> _counts = [];
    private readonly AggregateLimit _aggregateLimit = new("AGGREGATE", "number of aggregates");
    private readonly AggregateLimit _countLimit = new("COUNT", "count");
    private string _banner = "";
    private bool _bytes;
    private bool _ipBytes;
    private bool _multipacket;
    private bool _extraLength;
    private bool _frozen;
    private bool _active = true;
    private ulong _sum;

    /// <inheritdoc/>
    public override string ClassName => "AggregateCounter";

    /// <inheritdoc/>
    public override string PortCounts => "1-2/1-2";

    /// <inheritdoc/>
    public override bool IsOneByOne => _aggregateLimit.HasCall || _countLimit.HasCall;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _bytes = arguments.Keyword("BYTES", ArgumentTypes.Bool, false);
        _ipBytes = arguments.Keyword("IP_BYTES", ArgumentTypes.Bool, false);
        _multipacket = arguments.Keyword("MULTIPACKET", ArgumentTypes.Bool, true);
        _extraLength = arguments.Keyword("EXTRA_LENGTH", ArgumentTypes.Bool, true);
        _aggregateLimit.Configure(this, arguments, Freeze, Stop);
        _countLimit.Configure(this, arguments, Freeze, Stop);
        SetBanner(arguments.Keyword("BANNER", ArgumentTypes.Text, ""));
    }

    /// <inheritdoc/>
    public override string? Initialize() => _aggregateLimit.Resolve() ?? _countLimit.Resolve();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        foreach (string name in (string[])["write_text_file", "write_ascii_file"])
        {
            handlers.Write(name, path => WriteFile(path, "", (line, aggregate, count) =>
                line.Append(aggregate).Append(' ').Append(count).Append('\n')));
        }

        handlers.Write("write_ip_file", path => WriteFile(path, "!ip\n", (line, aggregate, count) =>
            line.Append(new IpAddress(aggregate)).Append(' ').Append(count).Append('\n')));
        handlers.Write("write_pdf_file", path => WriteFile(path, "", (line, aggregate, count) => line
            .Append(aggregate).Append(' ')
            .Append(((double)count / _sum).ToString("G12", CultureInfo.InvariantCulture)).Append('\n')));
        handlers.Write("write_file", path => WriteFile(path, "!packed_le\n", (line, aggregate, count) =>
        {
            Span<byte> record = line.Extend(2 * sizeof(uint));
            BinaryPrimitives.WriteUInt32LittleEndian(record, aggregate);
            BinaryPrimitives.WriteUInt32LittleEndian(record[sizeof(uint)..], count);
        }));
        handlers.Switch("freeze", () => _frozen, frozen => _frozen = frozen);
        handlers.Switch("active", () => _active, active => _active = active);
        handlers.Button("stop", Stop);
        handlers.Button("counts_pdf", CountCounts);
        handlers.Button("reaggregate_counts", CountCounts);
        handlers.Button("clear", Clear);
        handlers.Read("banner", () => _banner);
        handlers.Write(
            "banner",
            text =>
            {
                SetBanner(text == "\n" ? "" : text);
                return null;
            },
            HandlerFlags.Raw);
        handlers.Read("aggregate_call", () => _aggregateLimit.Text + "\n");
        handlers.Write("aggregate_call", text => _aggregateLimit.Set(this, text));
        handlers.Read("count_call", () => _countLimit.Text + "\n");
        handlers.Write("count_call", text => _countLimit.Set(this, text));
        handlers.Read("count", () => $"{_sum}\n");
        handlers.Read("nagg", () => $"{_counts.Count}\n");
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        bool counted = _active && Count(packet, _frozen || port == 1);
        Output(OutputCount == 1 || counted ? 0 : 1).Push(packet);
    }

    /// <inheritdoc/>
    public override Packet? Pull(int port)
    {
        Packet? packet = Input(InputCount == 1 ? 0 : port).Pull();
        if (packet is not null && _active)
        {
            Count(packet, _frozen || port == 1);
        }

        return packet;
    }

    private bool Count(Packet packet, bool frozen)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        uint amount = Amount(packet);
        bool known = _counts.TryGetValue(annotations.Aggregate, out uint count);
        if (!known && amount > 0)
        {
            if (_aggregateLimit.TryTake((ulong)_counts.Count))
            {
                _aggregateLimit.Act(Environment.Console);
                return _active && Count(packet, frozen || _frozen);
            }

            if (frozen || _counts.Count >= AggregateBounds.MaximumCount)
            {
                return false;
            }
        }

        if (amount > 0)
        {
            _counts[annotations.Aggregate] = count + amount;
            _sum += amount;
        }

        if (_countLimit.TryTake(_sum))
        {
            _countLimit.Act(Environment.Console);
        }

        return known || !frozen;
    }

    private uint Amount(Packet packet)
    {
        ref PacketAnnotations annotations = ref packet.Annotations;
        if (!_bytes)
        {
            return 1 + (_multipacket ? annotations.ExtraPackets : 0);
        }

        uint length = (uint)packet.LengthBytes + (_extraLength ? annotations.ExtraLengthBytes : 0);
        return length - (_ipBytes && packet.HasNetworkHeader ? (uint)packet.NetworkOffset : 0);
    }

    private void Freeze() => _frozen = true;

    private void Stop()
    {
        _active = false;
        Router.RequestStop();
    }

    private void Clear()
    {
        _counts.Clear();
        _sum = 0;
    }

    private void CountCounts()
    {
        uint[] counts = [.. _counts.Values];
        Clear();
        foreach (uint count in counts)
        {
            _counts[count] = _counts.GetValueOrDefault(count) + 1;
            _sum++;
        }
    }

    private void SetBanner(string text) =>
        _banner = text.Length == 0 || text.EndsWith('\n') ? text : text + "\n";

    private string? WriteFile(string path, string mark, Action<ByteText, uint, uint> write)
    {
        if (!ArgumentTypes.FileName(path.Trim(), out string name, out _))
        {
            return "argument should be filename";
        }

        try
        {
            using TraceOutput file = TraceOutput.Open(Environment.Files, name);
            var line = new ByteText();
            line.Append("!IPAggregate 1.0\n").Append(_banner).Append("!num_nonzero ").Append(_counts.Count)
                .Append('\n').Append(mark);
            file.Write(line.Bytes);
            foreach ((uint aggregate, uint count) in _counts.OrderBy(entry => entry.Key))
            {
                line.Clear();
                write(line, aggregate, count);
                file.Write(line.Bytes);
            }

            return null;
        }
        catch (IOException error)
        {
            return $"{name}: {error.Message}";
        }
    }
}
