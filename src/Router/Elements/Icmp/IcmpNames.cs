using System.Collections.Frozen;
using Xia.Router.Language;

namespace Xia.Router.Elements.Icmp;

/// <summary>ICMP's types and codes by the names that graphs use.</summary>
internal static class IcmpNames
{
    public const byte EchoReply = 0;
    public const byte Unreachable = 3;
    public const byte SourceQuench = 4;
    public const byte Redirect = 5;
    public const byte Echo = 8;
    public const byte TimeExceeded = 11;
    public const byte ParameterProblem = 12;
    public const byte Timestamp = 13;
    public const byte TimestampReply = 14;
    public const byte InformationRequest = 15;
    public const byte InformationReply = 16;

    /// <summary>All types.</summary>
    public static FrozenDictionary<string, byte> Types { get; } = new Dictionary<string, byte>
    {
        ["echo-reply"] = EchoReply,
        ["unreachable"] = Unreachable,
        ["sourcequench"] = SourceQuench,
        ["redirect"] = Redirect,
        ["echo"] = Echo,
        ["routeradvert"] = 9,
        ["routersolicit"] = 10,
        ["timeexceeded"] = TimeExceeded,
        ["parameterproblem"] = ParameterProblem,
        ["timestamp"] = Timestamp,
        ["timestamp-reply"] = TimestampReply,
        ["inforeq"] = InformationRequest,
        ["inforeq-reply"] = InformationReply,
        ["maskreq"] = 17,
        ["maskreq-reply"] = 18,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> UnreachableCodes = new Dictionary<string, byte>
    {
        ["net"] = 0,
        ["host"] = 1,
        ["protocol"] = 2,
        ["port"] = 3,
        ["needfrag"] = 4,
        ["srcroutefail"] = 5,
        ["netunknown"] = 6,
        ["hostunknown"] = 7,
        ["isolated"] = 8,
        ["netprohibited"] = 9,
        ["hostprohibited"] = 10,
        ["tosnet"] = 11,
        ["toshost"] = 12,
        ["filterprohibited"] = 13,
        ["hostprecedence"] = 14,
        ["precedencecutoff"] = 15,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> RedirectCodes = new Dictionary<string, byte>
    {
        ["net"] = 0,
        ["host"] = 1,
        ["tosnet"] = 2,
        ["toshost"] = 3,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> TimeExceededCodes = new Dictionary<string, byte>
    {
        ["transit"] = 0,
        ["reassembly"] = 1,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte> ProblemCodes = new Dictionary<string, byte>
    {
        ["erroratptr"] = 0,
        ["missingopt"] = 1,
        ["length"] = 2,
    }.ToFrozenDictionary();

    /// <summary>Whether a message of this type reports trouble with another packet.</summary>
    public static bool IsReport(int type) =>
        type is Unreachable or SourceQuench or Redirect or TimeExceeded or ParameterProblem;

    /// <summary>Whether a message of this type carries an identifier and a sequence number.</summary>
    public static bool IsSequenced(int type) => type is EchoReply or Echo or Timestamp or TimestampReply
        or InformationRequest or InformationReply;

    /// <summary>Reads a type by name or number.</summary>
    public static bool TryParseType(string text, out int type, out string? error)
    {
        error = null;
        bool named = Types.TryGetValue(text, out byte known);
        type = known;
        return named || ArgumentTypes.Int32()(text, out type, out error);
    }

    /// <summary>Reads a code of a type by name or number.</summary>
    public static bool TryParseCode(int type, string text, out int code)
    {
        bool named = CodesOf(type).TryGetValue(text, out byte known);
        code = known;
        return named || ArgumentTypes.Int32(0, byte.MaxValue)(text, out code, out _);
    }

    /// <summary>The codes of one type; none for a type whose codes have no names.</summary>
    public static FrozenDictionary<string, byte> CodesOf(int type) => type switch
    {
        Unreachable => UnreachableCodes,
        Redirect => RedirectCodes,
        TimeExceeded => TimeExceededCodes,
        ParameterProblem => ProblemCodes,
        _ => FrozenDictionary<string, byte>.Empty,
    };
}
