using Xia.Kernel.MessagePack;
using Xia.Router.Elements.Rewriting.Flows;
using Xia.Router.Elements.Rewriting.Patterns;
using Xia.Router.Graph;

namespace Xia.Router.Elements.Rewriting;

/// <summary>
/// The saved state of a rewriter: <c>[version, [[failures, next] per input], [flow, …]]</c>.
/// </summary>
/// <remarks>
/// <c>next</c> is where in its range a sequential pattern goes on. A flow is <c>[input, forward key,
/// rewritten key, forward output, reply output, reply annotation, marks, packets, guaranteed until, expires
/// at, forward shifts, reply shifts]</c>; a key <c>[source, source port, destination, destination port,
/// protocol]</c>; shifts are nil or <c>[base, [end, shift, …]]</c>. Flows stand in the order of their keys.
/// Those that do not fit into the capacity are left out when the state is taken over, and so are all of an
/// input that is not there.
/// </remarks>
internal static class RewriterState
{
    private const int Version = 1;
    private const int Width = 3;
    private const int FlowWidth = 12;
    private const int KeyWidth = 5;

    public static void Export(FlowRewriter rewriter, ref MessagePackWriter writer)
    {
        writer.WriteArrayHeader(Width);
        writer.Write(Version);
        writer.WriteArrayHeader(rewriter.Inputs.Count);
        foreach (RewriterInput input in rewriter.Inputs)
        {
            writer.WriteArrayHeader(2);
            writer.Write(input.FailureCount);
            writer.Write(input.Rule is InputRule.Pattern pattern ? pattern.Form.NextOffset : 0);
        }

        Flow[] flows = rewriter.Table.ToArray();
        writer.WriteArrayHeader(flows.Length);
        foreach (Flow flow in flows)
        {
            Write(ref writer, flow);
        }
    }

    public static void Import(FlowRewriter rewriter, ref MessagePackReader reader)
    {
        StateArray.Begin(ref reader, Width, Version);
        int inputCount = reader.ReadArrayHeader();
        for (int number = 0; number < inputCount; number++)
        {
            Begin(ref reader, 2);
            long failures = reader.ReadInt64();
            uint next = reader.ReadUInt32();
            if (number < rewriter.Inputs.Count)
            {
                RewriterInput input = rewriter.Inputs[number];
                input.FailureCount = failures;
                if (input.Rule is InputRule.Pattern pattern && next <= pattern.Form.MoreCount)
                {
                    pattern.Form.NextOffset = next;
                }
            }
        }

        rewriter.Clear();
        int flowCount = reader.ReadArrayHeader();
        for (int index = 0; index < flowCount; index++)
        {
            Read(ref reader, rewriter);
        }
    }

    private static void Write(ref MessagePackWriter writer, Flow flow)
    {
        writer.WriteArrayHeader(FlowWidth);
        writer.Write(flow.Input);
        Write(ref writer, flow.Forward);
        Write(ref writer, flow.Rewritten);
        writer.Write(flow.ForwardOutput);
        writer.Write(flow.ReplyOutput);
        writer.Write((int)flow.ReplyAnnotation);
        writer.Write((int)flow.Marks);
        writer.Write((int)flow.PacketCount);
        writer.Write(flow.GuaranteedUntil);
        writer.Write(flow.ExpiresAt);
        Write(ref writer, flow.ForwardShifts);
        Write(ref writer, flow.ReplyShifts);
    }

    private static void Write(ref MessagePackWriter writer, in FlowKey key)
    {
        writer.WriteArrayHeader(KeyWidth);
        writer.Write(key.Source);
        writer.Write((int)key.SourcePort);
        writer.Write(key.Destination);
        writer.Write((int)key.DestinationPort);
        writer.Write((int)key.Protocol);
    }

    private static void Write(ref MessagePackWriter writer, SequenceShifts? shifts)
    {
        if (shifts is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(2);
        writer.Write(shifts.BaseShift);
        writer.WriteArrayHeader(2 * shifts.Changes.Count);
        foreach ((uint end, int shift) in shifts.Changes)
        {
            writer.Write(end);
            writer.Write(shift);
        }
    }

    private static void Read(ref MessagePackReader reader, FlowRewriter rewriter)
    {
        Begin(ref reader, FlowWidth);
        int input = reader.ReadInt32();
        FlowKey forward = ReadKey(ref reader);
        FlowKey rewritten = ReadKey(ref reader);
        int forwardOutput = reader.ReadInt32();
        int replyOutput = reader.ReadInt32();
        byte annotation = ReadByte(ref reader);
        var marks = (FlowMarks)ReadByte(ref reader);
        byte packets = ReadByte(ref reader);
        long guaranteedUntil = reader.ReadInt64();
        long expiresAt = reader.ReadInt64();
        SequenceShifts? forwardShifts = ReadShifts(ref reader);
        SequenceShifts? replyShifts = ReadShifts(ref reader);
        if ((uint)input >= (uint)rewriter.Inputs.Count || (uint)forwardOutput >= (uint)rewriter.OutputCount
            || (uint)replyOutput >= (uint)rewriter.OutputCount || rewriter.Table.Contains(forward))
        {
            return;
        }

        Flow flow = rewriter.Set.Rent();
        flow.Input = input;
        flow.Forward = forward;
        flow.Rewritten = rewritten;
        flow.ForwardOutput = forwardOutput;
        flow.ReplyOutput = replyOutput;
        flow.ReplyAnnotation = annotation;
        flow.Marks = marks;
        flow.PacketCount = packets;
        flow.GuaranteedUntil = guaranteedUntil;
        flow.ExpiresAt = expiresAt;
        flow.ForwardShifts = forwardShifts;
        flow.ReplyShifts = replyShifts;
        if (rewriter.Set.TryMakeRoom(flow, rewriter.NowMilliseconds))
        {
            rewriter.Remember(flow);
        }
        else
        {
            rewriter.Set.Return(flow);
        }
    }

    private static FlowKey ReadKey(ref MessagePackReader reader)
    {
        Begin(ref reader, KeyWidth);
        uint source = reader.ReadUInt32();
        ushort sourcePort = ReadPort(ref reader);
        uint destination = reader.ReadUInt32();
        ushort destinationPort = ReadPort(ref reader);
        return new FlowKey(source, sourcePort, destination, destinationPort, ReadByte(ref reader));
    }

    private static SequenceShifts? ReadShifts(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        Begin(ref reader, 2);
        var shifts = new SequenceShifts(reader.ReadInt32());
        int count = reader.ReadArrayHeader();
        for (int index = 0; index + 1 < count; index += 2)
        {
            shifts.Change(reader.ReadUInt32(), reader.ReadInt32());
        }

        return count % 2 == 0 ? shifts : throw Wrong("A change of a stream has an end and a shift.");
    }

    private static ushort ReadPort(ref MessagePackReader reader)
    {
        uint port = reader.ReadUInt32();
        return port <= ushort.MaxValue ? (ushort)port : throw Wrong("A port has 16 bits.");
    }

    private static byte ReadByte(ref MessagePackReader reader)
    {
        uint value = reader.ReadUInt32();
        return value <= byte.MaxValue ? (byte)value : throw Wrong("A byte has 8 bits.");
    }

    private static void Begin(ref MessagePackReader reader, int width)
    {
        if (reader.ReadArrayHeader() != width)
        {
            throw Wrong("A part of a rewriter's state has another width.");
        }
    }

    private static MessagePackSerializationException Wrong(string message) => new(message);
}
