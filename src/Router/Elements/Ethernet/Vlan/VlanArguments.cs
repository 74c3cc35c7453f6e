using Xia.Router.Elements.Standard;
using Xia.Router.Graph.Handlers;
using Xia.Router.Language;
using Xia.Router.Packets;

namespace Xia.Router.Elements.Ethernet.Vlan;

/// <summary>The VLAN tag of an element: its arguments, handlers and what it is for a packet.</summary>
/// <remarks>
/// <code>
/// |  priority 3  | 1 |  VLAN id 12  |
/// </code>
/// </remarks>
internal readonly record struct VlanArguments(ushort? Tag, int NativeId)
{
    private const int MaximumId = 0xfff;
    private const int MaximumPriority = 7;
    private const int PriorityShift = 13;
    private const string FromAnnotation = "ANNO";

    /// <summary>Reads VLAN_TCI, VLAN_ID, VLAN_PCP and, if wanted, NATIVE_VLAN.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="mayComeFromAnnotation">Whether the packet's annotation can be the tag.</param>
    public static VlanArguments Read(ArgumentReader arguments, bool mayComeFromAnnotation)
    {
        string text = arguments.Positional("VLAN_TCI", ArgumentTypes.Raw, "");
        int priority = arguments.Positional("VLAN_PCP", ArgumentTypes.Int32(0, MaximumPriority), -1);
        int id = arguments.Keyword("VLAN_ID", ArgumentTypes.Int32(0, MaximumId), -1);
        int nativeId = mayComeFromAnnotation
            ? arguments.Keyword("NATIVE_VLAN", ArgumentTypes.Int32(-1, MaximumId), 0)
            : -1;
        bool isAnnotation = mayComeFromAnnotation && text == FromAnnotation;
        int tag = 0;
        if (text.Length > 0 && !isAnnotation
            && !ArgumentTypes.Int32(0, ushort.MaxValue)(text, out tag, out string? error))
        {
            arguments.Error($"VLAN_TCI: {error ?? "parse error"}");
        }

        if (text.Length > 0 && id >= 0)
        {
            arguments.Error("set exactly one of VLAN_TCI and VLAN_ID");
        }

        tag = id >= 0 ? id : tag;
        tag = priority >= 0 ? (tag & ~(MaximumPriority << PriorityShift)) | (priority << PriorityShift) : tag;
        return new VlanArguments(id < 0 && isAnnotation ? null : (ushort)tag, nativeId);
    }

    /// <summary>The tag for a packet.</summary>
    public ushort TagOf(Packet packet) => Tag ?? packet.Annotations.VlanTag;

    /// <summary>Whether packets with a tag travel without it.</summary>
    public bool IsNative(ushort tag) => (tag & MaximumId) == NativeId;

    /// <summary>Adds handlers that read the values, and write those of a fixed tag.</summary>
    public static void AddHandlers(
        HandlerTable handlers, Func<VlanArguments> read, Action<VlanArguments> write, bool hasNative)
    {
        handlers.Read("vlan_tci", () => read().Tag is { } tag ? $"{tag}" : FromAnnotation);
        handlers.Write("vlan_tci", text =>
        {
            if (hasNative && text.Trim() == FromAnnotation)
            {
                write(read() with { Tag = null });
                return null;
            }

            if (!ArgumentTypes.Int32(0, ushort.MaxValue)(text.Trim(), out int tag, out string? error))
            {
                return error ?? "syntax error";
            }

            write(read() with { Tag = (ushort)tag });
            return null;
        });
        handlers.Value(
            "vlan_id",
            () => (read().Tag ?? 0) & MaximumId,
            ArgumentTypes.Int32(0, MaximumId),
            id => write(read() with { Tag = (ushort)(((read().Tag ?? 0) & ~MaximumId) | id) }));
        handlers.Value(
            "vlan_pcp",
            () => (read().Tag ?? 0) >> PriorityShift,
            ArgumentTypes.Int32(0, MaximumPriority),
            priority => write(read() with
            {
                Tag = (ushort)(((read().Tag ?? 0) & ~(MaximumPriority << PriorityShift))
                    | (priority << PriorityShift)),
            }));
        if (hasNative)
        {
            handlers.Value("native_vlan", () => read().NativeId, ArgumentTypes.Int32(-1, MaximumId), id =>
                write(read() with { NativeId = id }));
        }
    }
}
