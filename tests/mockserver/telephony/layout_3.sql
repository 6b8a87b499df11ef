CREATE TABLE cdr ("number" INTEGER PRIMARY KEY, "call_id" TEXT, "type" INTEGER, "time" REAL, "ended" REAL, "caller" TEXT, "target" TEXT, "status" TEXT, "leg1_status" TEXT, "duration" INTEGER, "dial_seconds" INTEGER, "caller_extension" TEXT, "target_extension" TEXT, "did" TEXT, "queue_id" INTEGER, "queue_name" TEXT, "seconds_in_queue" INTEGER, "recording" TEXT, "price" INTEGER, "user" INTEGER, "user_name" TEXT, "account" INTEGER, "account_name" TEXT, "top_account" INTEGER, "top_account_name" TEXT, "caller_extension_name" TEXT, "target_extension_name" TEXT, "caller_country" TEXT, "target_country" TEXT, "direction" TEXT, "original_call" TEXT, "cause" INTEGER, "campaign" TEXT, "campaign_id" INTEGER, "campaign_name" TEXT, "campaign_kind" TEXT, "custom" TEXT, "visits" TEXT, "mutes" TEXT, "ai" TEXT, "dialer" TEXT);
CREATE TABLE about (organization TEXT, run INTEGER);
CREATE TABLE deliveries (
        organization TEXT NOT NULL,
        id INTEGER NOT NULL,
        status TEXT NOT NULL,
        callback TEXT NOT NULL,
        call_id TEXT NOT NULL,
        data TEXT NOT NULL,
        PRIMARY KEY (organization, id)
    ) WITHOUT ROWID;
CREATE INDEX deliveries_pending ON deliveries (organization, id) WHERE status = 'pending';
CREATE INDEX deliveries_of_call ON deliveries (organization, call_id);
