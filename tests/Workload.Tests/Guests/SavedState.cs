using System.Buffers;
using Xia.Kernel.MessagePack;
using Xia.Workload.Guests;

namespace Xia.Workload.Tests.Guests;

/// <summary>State on its way from one copy of a guest workload to another.</summary>
internal static class SavedState
{
    public static byte[] Of(IGuestWorkload workload)
    {
        ArrayBufferWriter<byte> output = new();
        MessagePackWriter writer = new(output);
        workload.Export(ref writer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    public static void Into(IGuestWorkload workload, ReadOnlySpan<byte> state)
    {
        MessagePackReader reader = new(state);
        workload.Import(ref reader);
        Assert.That(reader.End, "the whole state is read");
    }

    public static bool IsRefused(IGuestWorkload workload, ReadOnlySpan<byte> state)
    {
        try
        {
            MessagePackReader reader = new(state);
            workload.Import(ref reader);
            return false;
        }
        catch (MessagePackSerializationException)
        {
            return true;
        }
    }
}
