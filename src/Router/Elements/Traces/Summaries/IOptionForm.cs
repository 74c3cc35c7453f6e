using Xia.Router.Elements.Printing;

namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>How options of a protocol look, each by itself; <see cref="OptionText"/> does lists.</summary>
internal interface IOptionForm
{
    /// <summary>The kind of an option.</summary>
    static abstract OptionKinds KindOf(byte option);

    /// <summary>Whether an option, whose length byte says so, can be read.</summary>
    static abstract bool IsWellFormed(ReadOnlySpan<byte> option, int lengthBytes);

    /// <summary>Writes an option behind those that were written from a start on.</summary>
    static abstract void FormatOne(ReadOnlySpan<byte> option, ByteText text, int start);

    /// <summary>Takes an option of some kinds off a text; false when none stands there.</summary>
    static abstract bool TryTake(ref ReadOnlySpan<byte> text, OptionKinds kinds, ByteText options);
}
