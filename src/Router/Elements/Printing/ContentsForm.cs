namespace Xia.Router.Elements.Printing;

/// <summary>How bytes of a packet are printed.</summary>
internal enum ContentsForm
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>In hexadecimal.</summary>
    Hex,

    /// <summary>As characters, with points for those that cannot be shown.</summary>
    Ascii,
}
