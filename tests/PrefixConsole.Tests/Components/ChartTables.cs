using Bunit;
using Microsoft.AspNetCore.Components;

namespace PrefixConsole.Tests.Components;

/// <summary>The tables behind charts, which are rendered only while they are open.</summary>
internal static class ChartTables
{
    private const string Summary = "[data-testid=chart-table] summary";

    public static IRenderedComponent<T> OpenTables<T>(this IRenderedComponent<T> rendered)
        where T : IComponent
    {
        for (var i = 0; i < rendered.FindAll(Summary).Count; i++)
        {
            rendered.FindAll(Summary)[i].Click();
        }

        return rendered;
    }
}
