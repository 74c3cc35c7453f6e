using System.Buffers;
using Xia.Kernel.MessagePack;

namespace Xia.Router.Graph;

/// <summary>
/// The saved state of a graph: <c>[version, [[element, class, state], …]]</c>, in the order of creation.
/// </summary>
internal static class RouterState
{
    private const int Version = 1;

    public static void Export(RouterGraph router, ref MessagePackWriter writer)
    {
        Element[] stateful = [.. router.Elements.Where(element => element.HasState)];
        writer.WriteArrayHeader(2);
        writer.Write(Version);
        writer.WriteArrayHeader(stateful.Length);
        foreach (Element element in stateful)
        {
            writer.WriteArrayHeader(3);
            writer.Write(element.Name);
            writer.Write(element.ClassName);
            element.ExportState(ref writer);
        }
    }

    /// <summary>Lets one element go on where another one of its class stands.</summary>
    public static void Copy(Element from, Element to)
    {
        var state = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(state);
        from.ExportState(ref writer);
        var reader = new MessagePackReader(state.WrittenSpan);
        to.ImportState(ref reader);
    }

    public static void Import(RouterGraph router, ref MessagePackReader reader)
    {
        if (reader.ReadArrayHeader() != 2 || reader.ReadInt32() != Version)
        {
            throw new MessagePackSerializationException("The state of a graph is of another version.");
        }

        int count = reader.ReadArrayHeader();
        for (int index = 0; index < count; index++)
        {
            int width = reader.ReadArrayHeader();
            string name = reader.ReadString() ?? "";
            string className = reader.ReadString() ?? "";
            Element? element = router.Find<Element>(name);
            if (width != 3 || element is null || !element.HasState || element.ClassName != className)
            {
                throw new MessagePackSerializationException(
                    $"The graph has no '{name} :: {className}' that takes a state.");
            }

            element.ImportState(ref reader);
        }
    }
}
