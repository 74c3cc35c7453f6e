namespace Xia.Router.Elements.Traces.Summaries;

/// <summary>How a payload is shown.</summary>
internal enum PayloadForm
{
    /// <summary>Its bytes, quoted.</summary>
    Text,

    /// <summary>Its MD5 hash in 22 characters of an alphabet of 64.</summary>
    Hash,

    /// <summary>Its MD5 hash in hexadecimal.</summary>
    HexHash,
}
