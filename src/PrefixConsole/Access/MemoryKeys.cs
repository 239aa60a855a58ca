using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace PrefixConsole.Access;

/// <summary>Keys of cookies that end with the process, for when there is nowhere to write them. A few in the life of a process.</summary>
internal sealed class MemoryKeys : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _keys = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
        {
            return [.. _keys.Select(k => new XElement(k))];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _keys.Add(new XElement(element));
        }
    }
}
