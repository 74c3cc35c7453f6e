using System.Text;
using Xia.Internet.Wire;
using Xia.Kernel.Collections;
using Xia.Kernel.MessagePack;
using Xia.Kernel.Time;
using Xia.Router.Elements.Queues;
using Xia.Router.Elements.Standard;
using Xia.Router.Graph;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet;

/// <summary>
/// A learning bridge: frames go to the port where their destination was last heard, else to all others.
/// </summary>
/// <syntax>EtherSwitch(keywords TIMEOUT 300, CAPACITY 4096)</syntax>
/// <remarks>
/// As many outputs as inputs. An address that was silent for TIMEOUT is forgotten; with TIMEOUT 0 nothing is
/// learnt and every frame goes to all others. When CAPACITY addresses are known, aged ones make room, else
/// new ones are not learnt and counted.
/// </remarks>
/// <handler name="table" access="r">A line for each address: address, port, time since it was
/// heard.</handler>
/// <handler name="timeout" access="rw">TIMEOUT.</handler>
/// <handler name="unlearnt" access="r">How often an address found the table full.</handler>
/// <handler name="flush" access="w">Forgets all addresses.</handler>
public sealed class EtherSwitch : Element
{
    private const int Version = 1;
    private const int DefaultCapacity = 4096;

    private OpenHashMap<MacKey, Entry> _table = null!;
    private KeyValuePair<MacKey, Entry>[] _scratch = [];
    private Duration _timeout;
    private Instant _nextForget;
    private long _unlearnt;

    /// <inheritdoc/>
    public override string ClassName => "EtherSwitch";

    /// <inheritdoc/>
    public override string PortCounts => "1-/=";

    /// <inheritdoc/>
    public override string Processing => "h/h";

    /// <inheritdoc/>
    public override string FlowCode => "#/[^#]";

    /// <inheritdoc/>
    public override bool HasState => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Duration, Duration.FromSeconds(300));
        int capacity = arguments.Keyword("CAPACITY", ArgumentTypes.Int32(1, 1 << 20), DefaultCapacity);
        _table = new OpenHashMap<MacKey, Entry>(capacity, Environment.Randomness.Stream(Name).NextUInt64());
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table);
        handlers.Value(
            "timeout", () => DelayText.Show(_timeout), ArgumentTypes.Duration, timeout => _timeout = timeout);
        handlers.Read("unlearnt", () => $"{_unlearnt}");
        handlers.Button("flush", _table.Clear);
    }

    /// <inheritdoc/>
    public override void Push(int port, Packet packet)
    {
        if (packet.LengthBytes < EthernetHeader.LengthBytes)
        {
            packet.Kill();
            return;
        }

        ReadOnlySpan<byte> frame = packet.Data;
        var destination = MacAddress.Read(frame);
        var source = MacAddress.Read(frame[MacAddress.LengthBytes..]);
        if (!source.IsMulticast && _timeout > Duration.Zero)
        {
            Learn(new MacKey(source.Value), port);
        }

        if (!destination.IsMulticast && _table.TryGetValue(new MacKey(destination.Value), out Entry entry)
            && !IsAged(entry))
        {
            if (entry.Port == port)
            {
                packet.Kill();
            }
            else
            {
                Output(entry.Port).Push(packet);
            }

            return;
        }

        Flood(port, packet);
    }

    /// <summary>The table: addresses with their ports and when they were heard, by address.</summary>
    public override void ExportState(ref MessagePackWriter writer)
    {
        ReadOnlySpan<KeyValuePair<MacKey, Entry>> entries = Sorted();
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.WriteArrayHeader(entries.Length);
        foreach ((MacKey key, Entry entry) in entries)
        {
            writer.WriteArrayHeader(3);
            writer.Write(key.Value);
            writer.Write(entry.Port);
            writer.Write(entry.Heard.Nanoseconds);
        }
    }

    /// <inheritdoc/>
    public override void ImportState(ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, 2, Version);
        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            if (reader.ReadArrayHeader() != 3)
            {
                throw new MessagePackSerializationException("A learnt address has three fields.");
            }

            var key = new MacKey(reader.ReadUInt64());
            int port = reader.ReadInt32();
            var heard = new Instant(reader.ReadInt64());
            if ((uint)port >= (uint)OutputCount)
            {
                throw new MessagePackSerializationException($"The switch has no port {port}.");
            }

            _table.TrySet(key, new Entry(port, heard));
        }
    }

    private void Learn(MacKey key, int port)
    {
        if (_table.TrySet(key, new Entry(port, Now)))
        {
            return;
        }

        // Looking for aged ones costs as much as the table is large, so it happens once a second.
        if (Now >= _nextForget)
        {
            _nextForget = Now + Duration.FromSeconds(1);
            Forget();
        }

        if (!_table.TrySet(key, new Entry(port, Now)))
        {
            _unlearnt++;
        }
    }

    private bool IsAged(Entry entry) => Now - entry.Heard > _timeout;

    private void Forget()
    {
        foreach ((MacKey key, Entry entry) in Sorted())
        {
            if (IsAged(entry))
            {
                _table.TryRemove(key, out Entry _);
            }
        }
    }

    private void Flood(int port, Packet packet)
    {
        int last = OutputCount - 1;
        if (last == port)
        {
            last--;
        }

        for (int output = 0; output < last; output++)
        {
            if (output != port)
            {
                Output(output).Push(packet.Clone());
            }
        }

        if (last >= 0)
        {
            Output(last).Push(packet);
        }
        else
        {
            packet.Kill();
        }
    }

    private ReadOnlySpan<KeyValuePair<MacKey, Entry>> Sorted()
    {
        int count = _table.Count;
        if (_scratch.Length < count)
        {
            _scratch = new KeyValuePair<MacKey, Entry>[_table.MaximumCount];
        }

        Span<KeyValuePair<MacKey, Entry>> entries = _scratch.AsSpan(0, count);
        _table.CopyTo(entries);
        entries.Sort(static (left, right) => left.Key.Value.CompareTo(right.Key.Value));
        return entries;
    }

    private string Table()
    {
        var text = new StringBuilder();
        foreach ((MacKey key, Entry entry) in Sorted())
        {
            text.Append(new MacAddress(key.Value)).Append(' ').Append(entry.Port).Append(' ')
                .Append(Now - entry.Heard).Append('\n');
        }

        return text.ToString();
    }

    private readonly record struct Entry(int Port, Instant Heard);
}
