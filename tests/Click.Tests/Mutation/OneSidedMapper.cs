using System.Collections;
using Xia.Router.Graph;
using Xia.Router.Language;

namespace Xia.Click.Tests.Mutation;

/// <summary>A mapper that has no choice: all its patterns are the first one.</summary>
internal sealed class OneSidedMapper(Element original) : StandIn(original)
{
    public override void Configure(ArgumentReader arguments)
    {
        base.Configure(arguments);
        var patterns = (IList)Hidden.Field(Original.GetType(), "_patterns").GetValue(Original)!;
        for (int index = 1; index < patterns.Count; index++)
        {
            patterns[index] = patterns[0];
        }
    }
}
