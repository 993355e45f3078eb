-- What the calls and messages of a seized device cover, as of call records: on the side of the device.
INSERT INTO number_coverage
WITH own AS (
    SELECT source_id, sheet, CASE direction WHEN 'outgoing' THEN a_mention WHEN 'incoming' THEN b_mention END AS mention_id,
        start_utc, timezone(coalesce((SELECT value FROM case_property WHERE name = 'time_zone'), 'UTC'), timezone('UTC', start_utc))::DATE AS day
    FROM communication JOIN source USING (source_id)
    WHERE source.kind <> 'call_records'
), daily AS (
    SELECT source_id, sheet, mention_id, day, count(*) AS records, min(start_utc) AS first_utc, max(start_utc) AS last_utc,
        lag(day) OVER (PARTITION BY source_id, sheet, mention_id ORDER BY day) AS day_before
    FROM own WHERE mention_id IS NOT NULL GROUP BY source_id, sheet, mention_id, day
)
SELECT source_id, sheet, mention_id, normalised, min(first_utc), max(last_utc), sum(records)::BIGINT, count(*)::INTEGER,
    coalesce(list({'first_day': day_before + 1, 'last_day': day - 1} ORDER BY day) FILTER (day - day_before > 1), [])
FROM daily JOIN (SELECT mention_id, normalised FROM mention) AS named USING (mention_id)
WHERE normalised IS NOT NULL
GROUP BY source_id, sheet, mention_id, normalised
ORDER BY source_id, sheet, mention_id;
