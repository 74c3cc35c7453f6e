namespace Xia.Router.Elements.Ip;

/// <summary>As CheckIPHeader, but passes over the checksum.</summary>
/// <syntax>
/// CheckIPHeader2([OFFSET 0, keywords INTERFACES, BADSRC, GOODDST, CHECKSUM false, VERBOSE, DETAILS])
/// </syntax>
/// <remarks>See CheckIPHeader; only the default of CHECKSUM differs.</remarks>
/// <handler name="drops" access="r">Wrong packets so far.</handler>
/// <handler name="drop_details" access="r">Number and reason per line; only with DETAILS.</handler>
public sealed class CheckIPHeader2 : CheckIPHeader
{
    /// <summary>An element that checks no checksum unless told so.</summary>
    public CheckIPHeader2()
        : base(false)
    {
    }

    /// <inheritdoc/>
    public override string ClassName => "CheckIPHeader2";
}
