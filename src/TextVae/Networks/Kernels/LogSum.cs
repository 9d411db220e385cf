using System.Runtime.InteropServices;

namespace TextVae.Networks.Kernels;

/// <summary>ln Σ eˣ of some logits, as a sum relative to the largest seen so far.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct LogSum
{
    private float _reference;
    private double _sum;

    /// <summary>Adds some logits, a whole number of lanes.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="count">How many.</param>
    /// <param name="largest">The largest of them.</param>
    public void Add<TLanes>(float* logits, int count, float largest)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_sum == 0)
        {
            _reference = largest;
        }
        else if (largest > _reference)
        {
            _sum *= Math.Exp(_reference - largest);
            _reference = largest;
        }

        var reference = TLanes.Of(_reference);
        var sum = TLanes.Of(0);
        for (var j = 0; j < count; j += TLanes.Count)
            sum += LaneMath.Exp(TLanes.Load(logits + j) - reference);
        _sum += sum.Sum();
    }

    /// <summary>ln Σ eˣ over all that was added to some of these, in their order.</summary>
    public static float Log(ReadOnlySpan<LogSum> parts)
    {
        var reference = float.NegativeInfinity;
        foreach (var part in parts)
            reference = Math.Max(reference, part._reference);
        var sum = 0.0;
        foreach (var part in parts)
            sum += part._sum * Math.Exp(part._reference - reference);
        return (float)(reference + Math.Log(sum));
    }
}
