using System.Text;

namespace TextVae.Corpus.Reading;

/// <summary>Plain lines: each is a text, without label and id.</summary>
internal sealed class LineRecordSource(IRecordSlicer slicer, SliceCheck check) : IRecordSource
{
    public TextRecord? Next()
    {
        while (slicer.TryNext(out var slice))
        {
            if (check.Passes(slice))
                return new TextRecord(Encoding.UTF8.GetString(slice.Bytes), null, null, slice.Line);
        }
        return null;
    }
}
